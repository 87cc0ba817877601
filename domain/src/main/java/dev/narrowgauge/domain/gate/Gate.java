package dev.narrowgauge.domain.gate;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.gate.VerdictDocument.Accuracy;
import dev.narrowgauge.domain.gate.VerdictDocument.Latency;
import dev.narrowgauge.domain.gate.VerdictDocument.Row;
import dev.narrowgauge.domain.gate.VerdictDocument.RuleOutcome;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.stats.PairedLogRatio;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import dev.narrowgauge.domain.variant.LatencyEvidence;
import dev.narrowgauge.domain.variant.Precision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Holds evidence against a policy. Pure: the same evidence and policy give the same rows on every machine. */
public final class Gate {
    /** Confidence of the intervals shown in a row; a rule tests at its own. */
    static final double SHOWN_CONFIDENCE = 0.95;

    private final Policy policy;

    public Gate(Policy policy) {
        this.policy = requireNonNull(policy, "policy is null");
    }

    /** The baseline's row per node, then a row per piece of evidence, in the order given. */
    public List<Row> rows(List<Evidence> evidence) {
        Map<String, Row> baselines = new LinkedHashMap<>();
        List<Row> variants = new ArrayList<>();
        for (Evidence piece : evidence) {
            switch (piece) {
                case Evidence.Measured measured -> {
                    baselines.putIfAbsent(
                            measured.device().node() + '/' + measured.device().deviceClass(), baseline(measured));
                    variants.add(measured(measured));
                }
                case Evidence.Missing missing -> variants.add(missing(missing));
            }
        }
        List<Row> rows = new ArrayList<>(baselines.values());
        rows.addAll(variants);
        return rows;
    }

    /** The strongest verdict of the rows that gate; without any such row there is nothing to pass. */
    public Verdict verdict(List<Row> rows) {
        return Verdict.strongest(
                rows.stream().filter(Row::gating).map(Row::verdict).toList());
    }

    private Row baseline(Evidence.Measured measured) {
        AccuracyEvidence accuracy = measured.accuracy();
        LatencyEvidence.Summary latency = measured.latency().baseline();
        Double top1 = accuracy.labelled() ? (double) accuracy.baselineCorrect() / accuracy.samples() : null;
        Interval none = accuracy.labelled() ? Interval.exactly(0) : null;
        return new Row(
                null,
                "baseline",
                Precision.FP32.label(),
                true,
                measured.baselineSizeBytes(),
                1.0,
                measured.device(),
                new Accuracy(top1, none, 0, 0, accuracy.samples(), null, null),
                new Latency(latency.p50Millis(), latency.p99Millis(), latency.runs(), Interval.exactly(1), null),
                latency.peakMemoryBytes(),
                Verdict.PASS,
                false,
                List.of(),
                List.of(),
                null);
    }

    private Row measured(Evidence.Measured measured) {
        AccuracyEvidence accuracy = measured.accuracy();
        LatencyEvidence.Summary latency = measured.latency().variant();
        List<RuleOutcome> outcomes = policy.rules().stream()
                .map(rule -> RuleTest.apply(rule, measured))
                .toList();
        Interval ratio = latencyRatio(measured.latency(), SHOWN_CONFIDENCE);
        Double top1 = accuracy.labelled() ? (double) accuracy.variantCorrect() / accuracy.samples() : null;
        Interval loss = accuracy.labelled() ? accuracy.paired().loss(SHOWN_CONFIDENCE) : null;
        return new Row(
                measured.variantId(),
                measured.recipeName(),
                measured.precision().label(),
                false,
                measured.sizeBytes(),
                (double) measured.sizeBytes() / measured.baselineSizeBytes(),
                measured.device(),
                new Accuracy(
                        top1,
                        loss,
                        accuracy.flips(),
                        (double) accuracy.flips() / accuracy.samples(),
                        accuracy.samples(),
                        accuracy.outputSqnrDb(),
                        accuracy),
                new Latency(latency.p50Millis(), latency.p99Millis(), latency.runs(), ratio, measured.latency()),
                latency.peakMemoryBytes(),
                Verdict.strongest(
                        outcomes.isEmpty()
                                ? List.of(Verdict.PASS)
                                : outcomes.stream().map(RuleOutcome::verdict).toList()),
                policy.gates(measured.precision()),
                outcomes,
                notes(measured, ratio),
                null);
    }

    private Row missing(Evidence.Missing missing) {
        return new Row(
                null,
                missing.recipeName(),
                missing.precision().label(),
                false,
                null,
                null,
                missing.deviceClass() == null ? null : new Evidence.Device(missing.deviceClass(), null, null, null),
                null,
                null,
                null,
                Verdict.INVALID,
                policy.gates(missing.precision()),
                List.of(),
                List.of(),
                new VerdictDocument.Failure(missing.code(), missing.reason()));
    }

    static Interval latencyRatio(LatencyEvidence latency, double confidence) {
        double[] baseline = latency.baselineBlockMedianMillis().stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
        double[] variant = latency.variantBlockMedianMillis().stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
        return PairedLogRatio.interval(baseline, variant, confidence);
    }

    private static List<String> notes(Evidence.Measured measured, Interval ratio) {
        List<String> notes = new ArrayList<>();
        String precision = measured.precision().name();
        if (ratio.low() > 1) {
            notes.add("%s is slower than FP32 on %s: %.2f times its latency. For speed, ship FP32 here."
                    .formatted(precision, measured.device().deviceClass(), ratio.estimate()));
        } else if (ratio.high() >= 1) {
            notes.add("%s is not measurably faster than FP32 on %s."
                    .formatted(precision, measured.device().deviceClass()));
        }
        if (!measured.latency().steady()) {
            notes.add("Latency had not settled when warm-up gave up; the device was busy or its clock moved.");
        }
        return notes;
    }
}
