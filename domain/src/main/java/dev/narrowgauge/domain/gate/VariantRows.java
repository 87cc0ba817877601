package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.decision.Decider;
import dev.narrowgauge.domain.decision.Decision;
import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.gate.VerdictDocument.Accuracy;
import dev.narrowgauge.domain.gate.VerdictDocument.Latency;
import dev.narrowgauge.domain.latency.LatencyComparison;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.latency.Speed;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import dev.narrowgauge.domain.variant.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What a document says of one variant on one device. */
record VariantRows(Policy policy, Occasion occasion) {
    /** Of the accuracy shown in a row; its rule tests at its own. */
    private static final double SHOWN_CONFIDENCE = 0.95;

    static Row baseline(Evidence.Measured measured) {
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
                null,
                null,
                null,
                null,
                null);
    }

    Row measured(JudgedVariant judged) {
        Evidence.Measured measured = judged.measured();
        RuleEffects effects = new RuleEffects(policy, occasion, measured.sha256());
        List<RuleOutcome> outcomes = IntStream.range(0, judged.rules().size())
                .mapToObj(place -> LossCause.told(
                        measured.further().loss(),
                        judged.rules().get(place),
                        effects.of(judged.rules().get(place), judged.outcomes().get(place), measured)))
                .toList();
        List<String> notes = new ArrayList<>(origin(measured));
        notes.addAll(notes(measured, judged.comparison()));
        notes.addAll(judged.notes());
        return new Row(
                measured.variantId(),
                measured.recipeName(),
                measured.precision().label(),
                false,
                measured.sizeBytes(),
                (double) measured.sizeBytes() / measured.baselineSizeBytes(),
                measured.device(),
                accuracy(measured.accuracy()),
                latency(measured, judged.comparison()),
                measured.latency().variant().peakMemoryBytes(),
                Row.verdictOf(outcomes),
                judged.gating(),
                outcomes,
                notes,
                null,
                decision(judged, outcomes),
                measured.further().equals(FurtherEvidence.NONE) ? null : measured.further(),
                measured.sha256(),
                measured.extension(),
                measured.reused());
    }

    /** That of the limits which decisions know; what is to be shipped by it has to keep the other rules as well. */
    private static Decision decision(JudgedVariant judged, List<RuleOutcome> outcomes) {
        Decision decision = new Decider(judged.limits()).decide(Situations.of(judged.measured(), judged.comparison()));
        Verdict verdict = Row.verdictOf(outcomes);
        if (decision.outcome() != Decision.Outcome.SHIP || verdict == Verdict.PASS) {
            return decision;
        }
        String sentence = outcomes.stream()
                .filter(outcome -> outcome.effect() == Effect.DECIDES && outcome.verdict() == verdict)
                .map(RuleOutcome::sentence)
                .findFirst()
                .orElseThrow();
        return verdict == Verdict.FAIL ? decision.broken(sentence) : decision.undecided(sentence);
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

    Row missing(Evidence.Missing missing) {
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
                policy.gates(missing.precision(), missing.deviceClass()),
                List.of(),
                List.of(),
                new VerdictDocument.Failure(missing.code(), missing.reason()),
                Decision.invalid(Situations.subject(missing.precision()), missing.reason()),
                null,
                null,
                null,
                null);
    }

    /** Where its evidence comes from, where that is not one measurement of the run. */
    private static List<String> origin(Evidence.Measured measured) {
        List<String> sentences = new ArrayList<>();
        if (measured.reused() != null) {
            sentences.add(measured.reused().sentence());
        }
        if (measured.extension() != null) {
            sentences.add(measured.extension().sentence());
            sentences.addAll(measured.extension().apart());
        }
        return sentences.stream().filter(sentence -> !sentence.isEmpty()).toList();
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
