package dev.narrowgauge.domain.decision;

import static java.util.Objects.requireNonNull;

/**
 * What a variant is held against.
 *
 * @param latencyRatio upper bound of the time of the variant / of the baseline; null takes what the preference asks
 * @param sizeRatio most bytes of the variant / of the baseline; null where any size will do
 */
public record Limits(AgreementLimits agreement, Double latencyRatio, Double sizeRatio, Preference preference) {
    public Limits {
        requireNonNull(agreement, "agreement is null");
        requireNonNull(preference, "preference is null");
    }

    public static Limits standard() {
        return new Limits(AgreementLimits.standard(), null, null, Preference.SPEED);
    }

    public Limits preferring(Preference other) {
        return new Limits(agreement, latencyRatio, sizeRatio, other);
    }
}
