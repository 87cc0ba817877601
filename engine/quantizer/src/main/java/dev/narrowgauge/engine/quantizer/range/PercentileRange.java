package dev.narrowgauge.engine.quantizer.range;

import dev.narrowgauge.engine.quantizer.calibration.ActivationStatistics;
import dev.narrowgauge.engine.quantizer.calibration.Histogram;

/**
 * Leaves out the outermost values: of {@code 100 − percentile} percent half on each side, or, where the grid is symmetric,
 * all of them by magnitude. Within a bin the values count as evenly spread, so a threshold lies within the bin of the exact
 * quantile, which is at most 1/1024 of it wide.
 */
public record PercentileRange(double percentile) implements RangeMethod {
    public PercentileRange {
        if (!(percentile >= 50 && percentile <= 100)) {
            throw new IllegalArgumentException("percentile is not from 50 to 100: " + percentile);
        }
    }

    @Override
    public Range choose(ActivationStatistics observed, Grid grid) {
        Range all = RangeMethod.observedRange(observed);
        Histogram histogram = observed.histogram();
        double outside = (1 - percentile / 100) * histogram.count();
        if (grid.isSymmetricFor(all)) {
            long[] folded = sum(histogram.positive(), histogram.negative());
            float bound = upperThreshold(histogram, folded, outside);
            return new Range(-bound, bound).within(all);
        }
        return new Range(
                        -upperThreshold(histogram, histogram.negative(), outside / 2),
                        upperThreshold(histogram, histogram.positive(), outside / 2))
                .within(all);
    }

    /** The magnitude above which {@code outside} of the counts lie; 0 where there are fewer. */
    private static float upperThreshold(Histogram histogram, long[] counts, double outside) {
        double above = 0;
        for (int bin = counts.length - 1; bin >= 0; bin--) {
            if (above + counts[bin] > outside) {
                double share = (outside - above) / counts[bin];
                double width = histogram.edge(bin + 1) - histogram.edge(bin);
                return Math.min((float) (histogram.edge(bin + 1) - share * width), Float.MAX_VALUE);
            }
            above += counts[bin];
        }
        return 0;
    }

    private static long[] sum(long[] first, long[] second) {
        long[] sum = new long[Math.max(first.length, second.length)];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = (i < first.length ? first[i] : 0) + (i < second.length ? second[i] : 0);
        }
        return sum;
    }
}
