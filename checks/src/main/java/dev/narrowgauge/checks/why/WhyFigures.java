package dev.narrowgauge.checks.why;

import java.util.List;

/**
 * What a profile says of one model and its INT8 variant.
 *
 * @param reasons its sentences
 * @param baselineMicros of all kernels of the baseline
 * @param variantMicros of all kernels of the variant
 * @param runMicros of a whole run of the variant
 * @param leastRatio that INT8 could reach; null where it is not known
 * @param partsMicros that the parts of the model change together
 * @param transitionMicros that is spent more between kernels
 * @param parts those that change most
 */
record WhyFigures(
        List<String> reasons,
        double baselineMicros,
        double variantMicros,
        double runMicros,
        Double leastRatio,
        double partsMicros,
        double transitionMicros,
        List<Part> parts) {
    WhyFigures {
        reasons = List.copyOf(reasons);
        parts = List.copyOf(parts);
    }

    /** A part of the model with the operators that compute it; empty where there is none. */
    record Part(String name, String baseline, double baselineMicros, String variant, double variantMicros) {}

    double ratio() {
        return variantMicros / baselineMicros;
    }
}
