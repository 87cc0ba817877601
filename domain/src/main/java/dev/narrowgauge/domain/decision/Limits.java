package dev.narrowgauge.domain.decision;

import static java.util.Objects.requireNonNull;

/**
 * What a variant is held against.
 *
 * @param latencyRatio upper bound of the time of the variant / of the baseline; null takes what the preference asks
 * @param latencyConfidence of the two-sided interval that the bound is held against
 * @param sizeRatio most bytes of the variant / of the baseline; null where any size will do
 */
public record Limits(
        AgreementLimits agreement,
        Labels labels,
        Double latencyRatio,
        double latencyConfidence,
        Double sizeRatio,
        Preference preference) {
    /** Of every interval that is shown. */
    public static final double LATENCY_CONFIDENCE = 0.95;

    public Limits {
        requireNonNull(agreement, "agreement is null");
        requireNonNull(labels, "labels is null");
        requireNonNull(preference, "preference is null");
    }

    public static Limits standard() {
        return new Limits(AgreementLimits.standard(), Labels.USED, null, LATENCY_CONFIDENCE, null, Preference.SPEED);
    }

    public Limits preferring(Preference other) {
        return new Limits(agreement, labels, latencyRatio, latencyConfidence, sizeRatio, other);
    }
}
