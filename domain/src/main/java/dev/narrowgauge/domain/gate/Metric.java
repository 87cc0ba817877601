package dev.narrowgauge.domain.gate;

import java.util.Arrays;
import java.util.Optional;

/** What a rule limits. */
public enum Metric {
    /** Share of samples, baseline − variant, top-1; tested for non-inferiority on paired samples. */
    ACCURACY_TOP1_LOSS("accuracy.top1.loss"),
    /** Variant / baseline of the median latency, from the turns of their processes in forks. */
    LATENCY_P50_RATIO("latency.p50.ratio"),
    /** Variant / baseline of the file size; known exactly. */
    SIZE_RATIO("size.ratio"),
    /**
     * How much of the limits that hold without a policy the outputs use up, as a ratio of errors: 1 is at the limit, 2 twice
     * the error. Of every output but the first where a rule on top-1 judges that one by labels.
     */
    ACCURACY_AGREEMENT("accuracy.agreement");

    private final String label;

    Metric(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    public static Optional<Metric> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(metric -> metric.label.equals(label))
                .findFirst();
    }
}
