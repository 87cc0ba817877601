package dev.narrowgauge.checks.aa;

/**
 * What {@code narrowgauge benchmark} answered.
 *
 * @param verdict a name of Speed
 * @param ratio NaN where it gave none
 * @param low of the interval as shown; NaN where it gave none
 * @param high likewise
 * @param seconds of the whole command
 */
record AgreementFigures(
        String verdict, double ratio, double low, double high, int forks, double seconds, String reason) {
    boolean isDifferent() {
        return verdict.equals("FASTER") || verdict.equals("SLOWER");
    }

    boolean isValid() {
        return !verdict.equals("INVALID") && low > 0;
    }

    /** Relative. */
    double halfWidth() {
        return Math.log(high / low) / 2;
    }

    boolean coversOne() {
        return low <= 1 && 1 <= high;
    }
}
