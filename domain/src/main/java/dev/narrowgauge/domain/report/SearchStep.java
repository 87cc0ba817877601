package dev.narrowgauge.domain.report;

import static java.util.Objects.requireNonNull;

/**
 * One thing that was tried to find the variant.
 *
 * @param what it was, for a person
 * @param brought what came out on the samples that choices are made on
 * @param taken whether the variant that was written is this one
 * @param countedCostRatio counted cost of it / of the float model; null where the cost is not known
 */
public record SearchStep(String what, String brought, boolean taken, Double countedCostRatio) {
    public SearchStep {
        requireNonNull(what, "what is null");
        requireNonNull(brought, "brought is null");
    }

    public SearchStep asTaken() {
        return new SearchStep(what, brought, true, countedCostRatio);
    }
}
