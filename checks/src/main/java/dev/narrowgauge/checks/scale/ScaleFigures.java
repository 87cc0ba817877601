package dev.narrowgauge.checks.scale;

import dev.narrowgauge.domain.error.ErrorCode;

/**
 * What one run took.
 *
 * @param outcome the decision, or the error's code
 * @param seconds wall time of the command
 * @param mebibytes sum of the peaks of its processes
 * @param unmappedMebibytes likewise, without mapped files
 * @param modelMebibytes of the model with its data
 */
record ScaleFigures(
        String outcome,
        double seconds,
        double mebibytes,
        double unmappedMebibytes,
        double modelMebibytes,
        boolean quiet) {
    boolean made() {
        return outcome.startsWith("SHIP") || outcome.equals("CANNOT_TELL") || outcome.equals("INVALID");
    }

    /** Whether it was stopped when its budget was used up. */
    boolean isOverBudget() {
        return outcome.equals(ErrorCode.ENGINE_TIMED_OUT.name());
    }
}
