package dev.narrowgauge.engine.quantizer.calibration;

import dev.narrowgauge.domain.report.HistogramReport;
import java.util.ArrayList;
import java.util.List;

/** A histogram for the eye: few bins of equal width over what was observed. */
public final class HistogramSummary {
    private static final int BINS = 64;

    private final double low;
    private final double high;
    private final long[] counts = new long[BINS];

    private HistogramSummary(double low, double high) {
        this.low = low;
        this.high = high;
    }

    /** Null where no finite value was observed, or only one. */
    public static HistogramReport of(ActivationStatistics statistics) {
        TensorStatistics extremes = statistics.extremes();
        if (extremes.isEmpty() || !(extremes.minimum() < extremes.maximum())) {
            return null;
        }
        var summary = new HistogramSummary(extremes.minimum(), extremes.maximum());
        summary.add(statistics.histogram());
        return summary.report();
    }

    private void add(Histogram histogram) {
        add(0, histogram.zeros() + histogram.tiny());
        addSide(histogram, histogram.positive(), 1);
        addSide(histogram, histogram.negative(), -1);
    }

    private void addSide(Histogram histogram, long[] side, int sign) {
        for (int bin = 0; bin < side.length; bin++) {
            if (side[bin] > 0) {
                add(sign * (histogram.edge(bin) + histogram.edge(bin + 1)) / 2, side[bin]);
            }
        }
    }

    private void add(double value, long count) {
        int bin = (int) Math.floor((value - low) / (high - low) * BINS);
        counts[Math.clamp(bin, 0, BINS - 1)] += count;
    }

    private HistogramReport report() {
        List<Long> boxed = new ArrayList<>();
        for (long count : counts) {
            boxed.add(count);
        }
        return new HistogramReport(low, high, boxed);
    }
}
