package dev.narrowgauge.engine.runtime.search;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.decision.AgreementLimits;
import dev.narrowgauge.domain.decision.Limits;
import dev.narrowgauge.domain.decision.Preference;

/**
 * What a search looks for, and what it may take.
 *
 * @param seconds on the clock; 0 leaves that to the work that is counted, so that no clock decides about the file
 */
public record SearchWish(AgreementLimits limits, Preference preference, double seconds) {
    public static SearchWish of(Limits limits, double seconds) {
        return new SearchWish(limits.agreement(), limits.preference(), seconds);
    }

    public SearchWish {
        requireNonNull(limits, "limits is null");
        requireNonNull(preference, "preference is null");
    }
}
