package dev.narrowgauge.domain.accuracy;

import static java.util.Objects.requireNonNull;

/**
 * The answers of a baseline and of its variant to the same samples, by one measure.
 *
 * @param slice what part of the answers it is about, for example {@code class 7}; empty for all
 */
public record ScorePair(AccuracyMetric metric, String slice, Score baseline, Score variant) {
    public ScorePair {
        requireNonNull(metric, "metric is null");
        requireNonNull(slice, "slice is null");
        if (baseline.samples() != variant.samples()) {
            throw new IllegalArgumentException("%d and %d samples".formatted(baseline.samples(), variant.samples()));
        }
    }

    ScorePair(AccuracyMetric metric, Score baseline, Score variant) {
        this(metric, "", baseline, variant);
    }

    /** Of these samples alone, as the named part. */
    ScorePair among(int[] samples, String name) {
        return new ScorePair(metric, name, baseline.among(samples), variant.among(samples));
    }

    int samples() {
        return baseline.samples();
    }

    double loss(int[] counts) {
        return metric.loss(metric.isAgainstBaseline() ? 0 : baseline.of(counts), variant.of(counts));
    }
}
