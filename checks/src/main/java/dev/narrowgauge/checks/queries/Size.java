package dev.narrowgauge.checks.queries;

/**
 * How much is in the histories.
 *
 * @param families of models; each has {@value #RECIPES} recipes on {@value #CLASSES} device classes
 * @param nights on which each of these was measured
 */
record Size(int families, int nights) {
    static final int RECIPES = 5;
    static final int CLASSES = 4;

    /** Measurements of one recipe for one family on one class. */
    int subjects() {
        return families * RECIPES * CLASSES;
    }

    int measurements() {
        return subjects() * nights;
    }
}
