package dev.narrowgauge.domain.accuracy;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.stats.Interval;

/**
 * What a variant lost by one measure. A null means not known or not defined.
 *
 * @param metric label of an {@link AccuracyMetric}
 * @param output of the model; empty where the measure is of its answers as a whole
 * @param slice what part of the samples it is about, for example {@code class 7} or {@code group night}; empty for all
 * @param baseline null where the measure is of how far the variant is from the baseline, and where it is not defined
 * @param variant of SQNR null where the outputs are bit-equal
 * @param loss positive is worse; of SQNR the noise as a share of the signal's power; null where {@code note} says why
 * @param method by which the interval was made: {@code tango}, {@code clopper-pearson}, {@code bca} or {@code unchanged}; null
 *     without one
 * @param samples that have something to count
 * @param clusters of those samples, which are what is independent
 * @param differing clusters with an answer that differs, as far as the measure sees it
 * @param note what to know before relying on the interval, a sentence; empty where there is nothing
 */
public record MetricResult(
        String metric,
        String output,
        String slice,
        Double baseline,
        Double variant,
        Interval loss,
        String method,
        long samples,
        long clusters,
        long differing,
        String note) {
    public MetricResult {
        requireNonNull(metric, "metric is null");
        requireNonNull(output, "output is null");
        requireNonNull(slice, "slice is null");
        requireNonNull(note, "note is null");
    }
}
