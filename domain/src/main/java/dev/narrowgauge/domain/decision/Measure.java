package dev.narrowgauge.domain.decision;

import java.util.Arrays;

/** What is held against a limit. */
public enum Measure {
    TOP1_LOSS("top1-loss"),
    CHANGED_CLASSES("changed-classes"),
    CHANGED_SEQUENCES("changed-sequences"),
    DIFFERENCE("difference-p99"),
    SQNR("sqnr"),
    SAMPLE_SQNR("worst-sample-sqnr"),
    LATENCY_RATIO("latency-ratio"),
    SIZE_RATIO("size-ratio");

    private final String label;

    Measure(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    public static Measure ofLabel(String label) {
        return Arrays.stream(values())
                .filter(measure -> measure.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no measure is called " + label));
    }

    /** How much of the limit is used up, as a ratio of errors; 1 at the limit, above 1 beyond. */
    double used(double observed, double limit) {
        return switch (this) {
            case SQNR, SAMPLE_SQNR -> Math.pow(10, (limit - observed) / 20);
            default -> observed / limit;
        };
    }
}
