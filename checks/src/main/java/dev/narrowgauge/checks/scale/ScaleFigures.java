package dev.narrowgauge.checks.scale;

/**
 * What one run took.
 *
 * @param outcome the decision, or the error's code
 * @param seconds wall time of the command
 * @param mebibytes sum of the peaks of its processes
 * @param modelMebibytes of the model with its data
 */
record ScaleFigures(String outcome, double seconds, double mebibytes, double modelMebibytes, boolean quiet) {
    boolean made() {
        return outcome.startsWith("SHIP") || outcome.equals("CANNOT_TELL");
    }
}
