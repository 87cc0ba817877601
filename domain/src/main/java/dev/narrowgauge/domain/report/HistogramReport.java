package dev.narrowgauge.domain.report;

import java.util.List;

/**
 * How often values of which size were seen, in bins of equal width.
 *
 * @param low where the first bin begins: the smallest value seen
 * @param high where the last bin ends: the largest value seen
 */
public record HistogramReport(double low, double high, List<Long> counts) {
    public HistogramReport {
        counts = List.copyOf(counts);
    }
}
