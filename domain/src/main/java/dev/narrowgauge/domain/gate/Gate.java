package dev.narrowgauge.domain.gate;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.decision.Decider;
import dev.narrowgauge.domain.decision.Decision;
import dev.narrowgauge.domain.decision.Decision.Outcome;
import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.gate.RuleTest.Application.Judged;
import dev.narrowgauge.domain.gate.RuleTest.Application.NotApplied;
import dev.narrowgauge.domain.gate.VerdictDocument.Accuracy;
import dev.narrowgauge.domain.gate.VerdictDocument.DeviceDecision;
import dev.narrowgauge.domain.gate.VerdictDocument.Latency;
import dev.narrowgauge.domain.gate.VerdictDocument.Row;
import dev.narrowgauge.domain.gate.VerdictDocument.RuleOutcome;
import dev.narrowgauge.domain.latency.LatencyComparison;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.latency.Speed;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import dev.narrowgauge.domain.variant.Precision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Holds evidence against a policy. Pure: the same evidence and policy give the same rows on every machine. */
public final class Gate {
    /** Of the accuracy shown in a row; its rule tests at its own. */
    private static final double SHOWN_CONFIDENCE = 0.95;

    private static final String NOWHERE = "";

    /** A variant about which nothing can be told may still be the one to ship. */
    private static final List<Decision.Outcome> RANKS =
            List.of(Outcome.SHIP, Outcome.CANNOT_TELL, Outcome.SHIP_FP32, Outcome.INVALID);

    private final Policy policy;
    private final Decider decider;

    public Gate(Policy policy) {
        this.policy = requireNonNull(policy, "policy is null");
        this.decider = new Decider(policy.limits());
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

    /** What to ship on each device: the best that can be said of any variant there. */
    public List<DeviceDecision> decisions(List<Row> rows) {
        Map<String, Row> best = new LinkedHashMap<>();
        for (Row row : rows) {
            if (!row.baseline()) {
                best.merge(device(row), row, Gate::better);
            }
        }
        // A variant that was never made is news only where no other was.
        if (best.size() > 1) {
            best.remove(NOWHERE);
        }
        return best.values().stream()
                .map(row -> new DeviceDecision(
                        row.device() == null ? null : row.device().deviceClass(),
                        row.device() == null ? null : row.device().node(),
                        row.recipe(),
                        row.decision()))
                .toList();
    }

    private static String device(Row row) {
        return row.device() == null ? NOWHERE : row.device().deviceClass();
    }

    private static Row better(Row one, Row other) {
        return Comparator.comparing((Row row) -> RANKS.indexOf(row.decision().outcome()))
                                .thenComparing(row ->
                                        row.latency() == null || row.latency().ratio() == null
                                                ? Double.POSITIVE_INFINITY
                                                : row.latency().ratio().estimate())
                                .compare(one, other)
                        <= 0
                ? one
                : other;
    }

    private Row baseline(Evidence.Measured measured) {
        AccuracyEvidence accuracy = measured.accuracy();
        LatencyEvidence.Summary latency = measured.latency().baseline();
        Double top1 = accuracy.labelled() ? (double) accuracy.baselineCorrect() / accuracy.answers() : null;
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
                new Latency(
                        latency.p50Millis(),
                        latency.p90Millis(),
                        latency.p99Millis(),
                        latency.p999Millis(),
                        latency.runs(),
                        Interval.exactly(1),
                        null,
                        null,
                        null,
                        null,
                        "",
                        null,
                        null),
                latency.peakMemoryBytes(),
                Verdict.PASS,
                false,
                List.of(),
                List.of(),
                null,
                null);
    }

    private Row measured(Evidence.Measured measured) {
        LatencyComparison comparison =
                LatencyComparison.of(measured.latency(), policy.limits().latencyConfidence(), LatencyComparison.MARGIN);
        List<RuleOutcome> outcomes = new ArrayList<>();
        List<String> notes = new ArrayList<>(notes(measured, comparison));
        for (Rule rule : policy.rules()) {
            switch (RuleTest.apply(rule, measured, comparison, policy.limits())) {
                case Judged(RuleOutcome outcome) -> outcomes.add(outcome);
                case NotApplied(String note) -> notes.add(note);
            }
        }
        return new Row(
                measured.variantId(),
                measured.recipeName(),
                measured.precision().label(),
                false,
                measured.sizeBytes(),
                (double) measured.sizeBytes() / measured.baselineSizeBytes(),
                measured.device(),
                accuracy(measured.accuracy()),
                latency(measured, comparison),
                measured.latency().variant().peakMemoryBytes(),
                Verdict.strongest(
                        outcomes.isEmpty()
                                ? List.of(Verdict.PASS)
                                : outcomes.stream().map(RuleOutcome::verdict).toList()),
                policy.gates(measured.precision()),
                outcomes,
                notes,
                null,
                decider.decide(Situations.of(measured, comparison)));
    }

    private static Accuracy accuracy(AccuracyEvidence evidence) {
        Double top1 = evidence.labelled() ? (double) evidence.variantCorrect() / evidence.answers() : null;
        Interval loss = evidence.labelled() ? evidence.paired().loss(SHOWN_CONFIDENCE) : null;
        return new Accuracy(
                top1,
                loss,
                evidence.flips(),
                (double) evidence.flips() / evidence.answers(),
                evidence.samples(),
                evidence.outputSqnrDb(),
                evidence);
    }

    private static Latency latency(Evidence.Measured measured, LatencyComparison comparison) {
        LatencyEvidence.Summary variant = measured.latency().variant();
        return new Latency(
                variant.p50Millis(),
                variant.p90Millis(),
                variant.p99Millis(),
                variant.p999Millis(),
                variant.runs(),
                comparison.ratio(),
                comparison.control(),
                comparison.speed(),
                comparison.forks(),
                comparison.moreForks(),
                comparison.reason(),
                measured.noiseFloor(),
                measured.latency());
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
                new VerdictDocument.Failure(missing.code(), missing.reason()),
                Decision.invalid(Situations.subject(missing.precision()), missing.reason()));
    }

    private static List<String> notes(Evidence.Measured measured, LatencyComparison comparison) {
        // The decision says why a measurement tells nothing.
        if (comparison.speed() == Speed.INVALID || comparison.ratio() == null) {
            return List.of();
        }
        Interval ratio = comparison.ratio();
        String precision = measured.precision().name();
        String deviceClass = measured.device().deviceClass();
        if (ratio.low() > 1) {
            return List.of("%s is slower than FP32 on %s: %s times its latency."
                    .formatted(precision, deviceClass, Numbers.ratio(ratio.estimate())));
        }
        return ratio.high() < 1
                ? List.of()
                : List.of("%s is not measurably faster than FP32 on %s.".formatted(precision, deviceClass));
    }
}
