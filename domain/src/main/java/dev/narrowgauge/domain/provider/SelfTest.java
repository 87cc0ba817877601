package dev.narrowgauge.domain.provider;

import static java.util.Objects.requireNonNull;

/** Whether a provider may be offered: a model really ran on it, and what came out is what the CPU says. */
public sealed interface SelfTest {
    /** Nothing is on record against it. */
    record Passed() implements SelfTest {}

    /** @param reason a sentence */
    record Failed(String reason) implements SelfTest {
        public Failed {
            requireNonNull(reason, "reason is null");
        }
    }

    static SelfTest of(Placement placement, OutputDifference difference) {
        String elsewhere = placement.finding("the test model", Placement.MOST_FALLBACK);
        if (!elsewhere.isEmpty()) {
            return new Failed(elsewhere);
        }
        return difference.withinTolerance()
                ? new Passed()
                : new Failed("The outputs differ from the CPU's by %.2g of the largest value; %.2g is tolerated."
                        .formatted(difference.share(), difference.format().tolerance()));
    }

    default boolean hasPassed() {
        return this instanceof Passed;
    }
}
