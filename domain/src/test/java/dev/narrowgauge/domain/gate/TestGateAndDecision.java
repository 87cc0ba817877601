package dev.narrowgauge.domain.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.decision.Decision;
import dev.narrowgauge.domain.decision.Decision.Outcome;
import dev.narrowgauge.domain.decision.Finding;
import dev.narrowgauge.domain.decision.OutputAgreement;
import dev.narrowgauge.domain.decision.OutputKind;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import dev.narrowgauge.domain.variant.Precision;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the decision says against what the gate says, over evidence of all kinds. */
class TestGateAndDecision {
    private static final int CASES = 1_500;

    @Test
    void shipsOnlyWhatPassesItsGate() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        Map<Outcome, Integer> seen = new EnumMap<>(Outcome.class);
        for (int i = 0; i < CASES; i++) {
            Policy policy = policy(random);
            Evidence.Measured measured = measured(random, outputs(random), random.nextBoolean());
            Row row = new Gate(policy).rows(List.of(measured)).getLast();
            Decision decision = row.decision();
            seen.merge(decision.outcome(), 1, Integer::sum);
            String at = "seed %d, case %d: %s under %s".formatted(seed, i, measured, policy);
            if (decision.outcome() == Outcome.SHIP) {
                assertThat(row.verdict()).as(at).isEqualTo(Verdict.PASS);
                assertThat(decision.findings()).as(at).allMatch(finding -> finding.state() == Finding.State.KEPT);
            }
            assertThat(decision.missing().isEmpty()).as(at).isEqualTo(decision.outcome() != Outcome.CANNOT_TELL);
        }
        assertThat(seen).as("seed " + seed).containsKeys(Outcome.values());
    }

    @Test
    void neverShipsMoreOfWorse() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < CASES; i++) {
            Policy policy = policy(random);
            List<OutputAgreement> outputs = outputs(random);
            Evidence.Measured better = measured(random, outputs, false);
            List<OutputAgreement> spoiled = new ArrayList<>(outputs);
            int at = random.nextInt(outputs.size());
            spoiled.set(at, worse(outputs.get(at), random));
            Evidence.Measured worse = withOutputs(better, spoiled);
            // What gives the same bits as FP32 is no variant; noise makes it one.
            boolean isVariant = outputs.stream().anyMatch(output -> output.sqnrDb() != null);
            if (isVariant && decide(policy, better) != Outcome.SHIP) {
                assertThat(decide(policy, worse))
                        .as("seed %d, case %d: %s became %s", seed, i, outputs, spoiled)
                        .isNotEqualTo(Outcome.SHIP);
            }
        }
    }

    private static Outcome decide(Policy policy, Evidence.Measured measured) {
        return new Gate(policy).rows(List.of(measured)).getLast().decision().outcome();
    }

    private static Policy policy(Random random) {
        if (random.nextInt(4) == 0) {
            return Policy.standard();
        }
        List<Rule> rules = new ArrayList<>();
        for (Metric metric : Metric.values()) {
            // Of the later ones each breaks or lacks evidence more often than not.
            boolean isWanted = metric.since() == 1 ? random.nextBoolean() : random.nextInt(30) == 0;
            if (isWanted && isAllItTakes(metric)) {
                double max = switch (metric) {
                    case ACCURACY_TOP1_LOSS -> random.nextDouble(0, 0.05);
                    case LATENCY_P50_RATIO -> random.nextDouble(0.5, 1.2);
                    case SIZE_RATIO -> random.nextDouble(0.2, 1.1);
                    case ACCURACY_AGREEMENT -> random.nextDouble(0.2, 3);
                    default -> random.nextDouble(0, 0.5);
                };
                rules.add(new Rule(metric.label(), metric, max, random.nextDouble(0.6, 0.999)));
            }
        }
        return new Policy(Policy.VERSION, Set.of(Precision.INT8), rules);
    }

    /** Whether a largest value alone is what its rule says. */
    private static boolean isAllItTakes(Metric metric) {
        return metric.kind() != Metric.Kind.LEAST && metric != Metric.ACCURACY_LOSS && metric != Metric.RUNTIME_RANGE;
    }

    private static List<OutputAgreement> outputs(Random random) {
        List<OutputAgreement> outputs = new ArrayList<>();
        int count = 1 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            OutputKind kind = OutputKind.values()[random.nextInt(OutputKind.values().length)];
            long samples = 1 + random.nextInt(2_000);
            boolean answers = kind == OutputKind.CLASSES || kind == OutputKind.SEQUENCES;
            long changed =
                    answers && random.nextBoolean() ? random.nextLong(1 + samples / (1 + random.nextInt(200))) : 0;
            Double decibel = random.nextInt(8) == 0 ? null : (Double) random.nextDouble(1, 40);
            outputs.add(new OutputAgreement(
                    "output" + i,
                    kind,
                    samples,
                    answers ? samples : 0,
                    changed,
                    changed,
                    decibel,
                    decibel == null ? null : (Double) (decibel - random.nextDouble(10)),
                    random.nextDouble(0.04)));
        }
        return outputs;
    }

    private static OutputAgreement worse(OutputAgreement output, Random random) {
        long changed = Math.min(output.answers(), output.changedAnswers() + random.nextInt(20));
        Double decibel = output.sqnrDb() == null
                ? (Double) random.nextDouble(40)
                : (Double) (output.sqnrDb() - random.nextDouble(20));
        Double worst = output.worstSampleSqnrDb() == null
                ? decibel
                : (Double) Math.min(decibel, output.worstSampleSqnrDb() - random.nextDouble(20));
        return new OutputAgreement(
                output.output(),
                output.kind(),
                output.samples(),
                output.answers(),
                changed,
                changed,
                decibel,
                worst,
                output.differenceP99() * random.nextDouble(1, 5));
    }

    private static Evidence.Measured measured(Random random, List<OutputAgreement> outputs, boolean labelled) {
        long samples = outputs.getFirst().samples();
        long gained = labelled ? random.nextLong(1 + samples / 100) : 0;
        long lost = labelled ? random.nextLong(1 + samples / 50) : 0;
        long right = labelled ? samples / 2 : 0;
        double ratio = random.nextDouble(0.4, 1.2);
        double noise = random.nextDouble(0.2);
        List<Double> baseline = new ArrayList<>();
        List<Double> variant = new ArrayList<>();
        for (int pair = 0; pair < 10; pair++) {
            baseline.add(1 + 0.1 * Math.sin(pair));
            variant.add(baseline.getLast() * ratio * Math.exp(noise * random.nextGaussian()));
        }
        return new Evidence.Measured(
                "variant",
                "recipe",
                Precision.INT8,
                20 + random.nextInt(85),
                100,
                new Evidence.Device("x86-vnni", "node", "a processor", "f00d"),
                new AccuracyEvidence(
                        samples,
                        labelled,
                        right,
                        right + gained - lost,
                        gained,
                        lost,
                        gained + lost,
                        outputs.getFirst().sqnrDb(),
                        samples,
                        outputs,
                        random.nextInt(20) == 0 ? "Output y is destroyed where states are fed back." : ""),
                new LatencyEvidence(
                        new LatencyEvidence.Summary(1_000, 1, 1, 1.2, 100L),
                        new LatencyEvidence.Summary(1_000, ratio, ratio, 1.2 * ratio, 100L),
                        MeasuredVariants.forks(baseline, variant),
                        1,
                        7,
                        random.nextInt(10) > 0));
    }

    private static Evidence.Measured withOutputs(Evidence.Measured measured, List<OutputAgreement> outputs) {
        AccuracyEvidence accuracy = measured.accuracy();
        return MeasuredVariants.with(
                measured,
                new AccuracyEvidence(
                        accuracy.samples(),
                        false,
                        0,
                        0,
                        0,
                        0,
                        0,
                        outputs.getFirst().sqnrDb(),
                        accuracy.answers(),
                        outputs,
                        accuracy.astray()));
    }
}
