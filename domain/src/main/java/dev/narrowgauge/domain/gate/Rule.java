package dev.narrowgauge.domain.gate;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.List;

/**
 * One limit of a policy.
 *
 * @param id name of the rule, unique in its policy
 * @param max largest value of the metric that is still acceptable, in the metric's unit
 * @param confidence of the test, in (0, 1)
 * @param min smallest value that is still acceptable; null where the metric has a largest one
 * @param measure label of an {@link dev.narrowgauge.domain.accuracy.AccuracyMetric}; null unless the metric is of one
 * @param slice of the samples; null where it is none in particular
 * @param devices classes that the rule is for, in which {@code *} stands for any characters; empty where for all
 * @param minSamples of which less decides nothing; null where any number may
 * @param enforceFrom day, UTC, from which the rule decides; null where it does at once
 * @param versions of ONNX Runtime, whole or as far as they matter, such as {@code 1.23}; empty unless the metric is about them
 * @param baseline what the variant is held against, as {@link Baseline#text}
 */
public record Rule(
        String id,
        Metric metric,
        double max,
        double confidence,
        Double min,
        String measure,
        String slice,
        List<String> devices,
        Long minSamples,
        OnInconclusive onInconclusive,
        Severity severity,
        Mode mode,
        LocalDate enforceFrom,
        List<String> versions,
        String baseline) {
    public Rule {
        requireNonNull(id, "id is null");
        requireNonNull(metric, "metric is null");
        if (!Double.isFinite(max)) {
            throw new IllegalArgumentException("max is not finite: " + max);
        }
        if (metric == Metric.ACCURACY_AGREEMENT && max <= 0) {
            throw new IllegalArgumentException("max of " + metric.label() + " is not positive: " + max);
        }
        if (!(confidence > 0.5 && confidence < 1)) {
            throw new IllegalArgumentException("confidence is not in (0.5, 1): " + confidence);
        }
        if ((metric.kind() == Metric.Kind.LEAST) != (min != null)) {
            throw new IllegalArgumentException("min of " + metric.label() + " is " + min);
        }
        if ((metric == Metric.ACCURACY_LOSS) != (measure != null)) {
            throw new IllegalArgumentException("measure of " + metric.label() + " is " + measure);
        }
        devices = devices == null ? List.of() : List.copyOf(devices);
        versions = versions == null ? List.of() : List.copyOf(versions);
        if ((metric == Metric.RUNTIME_RANGE) == versions.isEmpty()) {
            throw new IllegalArgumentException("versions of " + metric.label() + " are " + versions);
        }
        onInconclusive = onInconclusive == null ? OnInconclusive.TELL : onInconclusive;
        severity = severity == null ? Severity.ERROR : severity;
        mode = mode == null ? Mode.ENFORCE : mode;
        baseline = baseline == null
                ? Baseline.UPLOAD.text()
                : Baseline.ofText(baseline).map(Baseline::text).orElse(baseline);
        boolean isKnown = Baseline.ofText(baseline).isPresent();
        if (!isKnown || !baseline.equals(Baseline.UPLOAD.text()) && !BaselineRules.suits(metric)) {
            throw new IllegalArgumentException("baseline of " + metric.label() + " is " + baseline);
        }
    }

    /** That decides on every device, as soon as it is there. */
    public Rule(String id, Metric metric, double max, double confidence) {
        this(id, metric, max, confidence, null, null, null, null, null, null, null, null, null, null, null);
    }

    /** The same, as sure as one of so many tests has to be so that all together are as sure as this one (Bonferroni). */
    Rule amongTests(int tests) {
        return sureAs(1 - (1 - confidence) / tests);
    }

    Rule sureAs(double other) {
        return new Rule(
                id,
                metric,
                max,
                other,
                min,
                measure,
                slice,
                devices,
                minSamples,
                onInconclusive,
                severity,
                mode,
                enforceFrom,
                versions,
                baseline);
    }

    /** Whether more forks are to decide it where those that there are do not. */
    boolean extendsByForks() {
        return onInconclusive == OnInconclusive.EXTEND && metric.isOfForks();
    }

    boolean isFor(String deviceClass) {
        return DeviceClasses.match(devices, deviceClass);
    }

    /** Whether it is about the variant and FP32 of its own upload, as decisions are. */
    boolean isOfUpload() {
        return baseline.equals(Baseline.UPLOAD.text());
    }

    /** Whether what judges it is collected from other measurements than the one of the variant. */
    public boolean asksForOtherMeasurements() {
        return metric == Metric.RUNTIME_RANGE || !isOfUpload();
    }

    boolean isObservedOn(Occasion occasion) {
        return mode == Mode.OBSERVE || enforceFrom != null && occasion.isBefore(enforceFrom);
    }

    /** Whether a FAIL of it is one of the row. */
    boolean decidesOn(Occasion occasion) {
        return severity == Severity.ERROR && !isObservedOn(occasion);
    }

    /** Whether version 1 of the policy format can say it. */
    boolean isOfFirstVersion() {
        return metric.since() == 1 && equals(new Rule(id, metric, max, confidence));
    }
}
