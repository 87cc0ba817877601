package dev.narrowgauge.domain.gate;

import static dev.narrowgauge.domain.gate.Metric.Kind.DEFAULT_ZERO;
import static dev.narrowgauge.domain.gate.Metric.Kind.LEAST;
import static dev.narrowgauge.domain.gate.Metric.Kind.MOST;
import static dev.narrowgauge.domain.gate.Metric.Kind.NONE;

import java.util.Arrays;
import java.util.Optional;

/** What a rule limits. */
public enum Metric {
    /** Share of samples, baseline − variant, top-1; tested for non-inferiority on paired samples. */
    ACCURACY_TOP1_LOSS(
            "accuracy.top1.loss",
            MOST,
            1,
            "the share of samples whose first answer is right in FP32 and wrong in the variant, less those the other way"
                    + " round, which needs labels"),
    /** Variant / baseline of the median latency, from the turns of their processes in forks. */
    LATENCY_P50_RATIO("latency.p50.ratio", MOST, 1, "the median latency of the variant as a ratio to that of FP32"),
    /** Variant / baseline of the file size; known exactly. */
    SIZE_RATIO("size.ratio", MOST, 1, "the same of the size of the file"),
    /**
     * How much of the limits that hold without a policy the outputs use up, as a ratio of errors: 1 is at the limit, 2 twice
     * the error. Of every output but the first where a rule on top-1 judges that one by labels.
     */
    ACCURACY_AGREEMENT(
            "accuracy.agreement",
            MOST,
            1,
            "the error of the outputs against those of FP32, as a ratio to what the standard limits allow"),
    /** What is lost of the baseline's top-1, as a share of that. */
    ACCURACY_TOP1_RELATIVE_LOSS(
            "accuracy.top1.relativeLoss",
            MOST,
            2,
            "the loss of top-1 as a share of FP32's top-1: 0.01 asks for 99 % of it and 0.001 for 99.9 %, as MLPerf"
                    + " Inference does"),
    /** Share of the first output's answers that are not the baseline's. */
    ACCURACY_FLIPS(
            "accuracy.flips",
            MOST,
            2,
            "the share of answers of the first output that are not FP32's, right or wrong, which needs no labels"),
    /** What the slice that lost most lost, or the one that is named. */
    ACCURACY_SLICE_LOSS(
            "accuracy.slice.loss",
            MOST,
            2,
            "what is lost in the class or group that loses most, or in the one that slice names"),
    /** What is lost by the named measure. */
    ACCURACY_LOSS("accuracy.loss", MOST, 2, "what is lost by the measure that the rule names, in the unit of that"),
    /** Upper estimate of the variant's 99th percentile, milliseconds. */
    LATENCY_P99_UPPER(
            "latency.p99.upper", MOST, 2, "the 99th percentile of the variant's latency, in milliseconds, at 99 %"),
    /** Variant / baseline of the 99th percentile of latency, by forks. */
    LATENCY_P99_RATIO(
            "latency.p99.ratio", MOST, 2, "the 99th percentile of the variant's latency as a ratio to that of FP32"),
    /** Peak resident memory of the variant's process, bytes. */
    MEMORY_PEAK("memory.peak", MOST, 2, "the most memory that the variant's process had, in bytes"),
    /** Variant / baseline of the same. */
    MEMORY_PEAK_RATIO("memory.peak.ratio", MOST, 2, "the same as a ratio to that of FP32"),
    /** Until a fresh process has its first answer, milliseconds; of typical ones. */
    COLD_START(
            "coldStart",
            MOST,
            2,
            "the time that a fresh process typically takes to load the variant and to run it for the first time, in"
                    + " milliseconds"),
    /** Share of the multiply-accumulates of a run that integer kernels do. */
    COVERAGE("coverage", LEAST, 2, "the share of multiplications and additions that run in integer kernels"),
    /** Share of the time of all kernels that integer kernels take. */
    COVERAGE_TIME(
            "coverage.time",
            LEAST,
            2,
            "the share of the time in kernels that is spent in kernels that compute with integers"),
    /** Number of ways in which bytes and kernels contradict the precision that a variant is said to have. */
    LABEL_TRUTH(
            "labelTruth",
            DEFAULT_ZERO,
            2,
            "in how many ways the variant is not of the precision that it is said to have: of its weights none is stored in it,"
                    + " of the kernels that ran none computes in it"),
    /** Share of samples of which the outputs are not the same bytes again. */
    DETERMINISM(
            "determinism",
            DEFAULT_ZERO,
            2,
            "the share of samples whose outputs are not the same, bit for bit, when they run again, in a new session or with"
                    + " another number of threads"),
    /** Number of versions that are asked for and on which nobody verified these bytes. */
    RUNTIME_RANGE(
            "runtimeRange",
            NONE,
            2,
            "that the same file was measured on every ONNX Runtime version that versions names");

    /** What limit it has. */
    enum Kind {
        MOST,
        LEAST,
        /** At most 0 where nothing else is said. */
        DEFAULT_ZERO,
        /** What is asked for stands elsewhere in the rule. */
        NONE
    }

    private final String label;
    private final Kind kind;
    private final int since;
    private final String meaning;

    Metric(String label, Kind kind, int since, String meaning) {
        this.label = label;
        this.kind = kind;
        this.since = since;
        this.meaning = meaning;
    }

    public String label() {
        return label;
    }

    Kind kind() {
        return kind;
    }

    /** Whether it limits what a variant answers, and so what its layers lost. */
    boolean isOfAccuracy() {
        return label.startsWith("accuracy.");
    }

    /** Whether more forks, each of fresh processes, tell more of it. */
    boolean isOfForks() {
        return switch (this) {
            case LATENCY_P50_RATIO, LATENCY_P99_UPPER, LATENCY_P99_RATIO, COLD_START -> true;
            default -> false;
        };
    }

    /** Whether its interval holds however often one looks, so that looking again costs nothing. */
    boolean holdsAtEveryLook() {
        return this == LATENCY_P50_RATIO;
    }

    /** Version of the policy format that has it first. */
    int since() {
        return since;
    }

    /** For the table of keys. */
    String meaning() {
        return meaning;
    }

    public static Optional<Metric> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(metric -> metric.label.equals(label))
                .findFirst();
    }
}
