package dev.narrowgauge.domain.gate;

import static dev.narrowgauge.domain.gate.JudgedRule.judged;
import static dev.narrowgauge.domain.gate.MeasuredVariants.measured;
import static dev.narrowgauge.domain.gate.MeasuredVariants.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.narrowgauge.domain.gate.VerdictDocument.Missing;
import dev.narrowgauge.domain.latency.Block;
import dev.narrowgauge.domain.latency.BlockConditions;
import dev.narrowgauge.domain.latency.Fork;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.latency.Role;
import dev.narrowgauge.domain.latency.Round;
import dev.narrowgauge.domain.scenario.ColdStart;
import dev.narrowgauge.domain.scenario.Scenario;
import dev.narrowgauge.domain.scenario.ScenarioFork;
import dev.narrowgauge.domain.scenario.ScenarioResult;
import dev.narrowgauge.domain.stats.LatencyHistogram;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import dev.narrowgauge.domain.variant.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each metric of answers, times and bytes: evidence that keeps its limit, that breaks it, and that is not there. */
class TestRuleFamilies {
    @Test
    void relativeLossIsAShareOfWhatTheBaselineGetsRight() {
        Map<String, Object> rule = Map.of("metric", "accuracy.top1.relativeLoss", "max", 0.01);
        // Of 9,000 right answers a net 45 are lost: 0.5 % of them.
        RuleOutcome kept = judged(rule, measured(Precision.INT8, 0.4, 10_000, 15, 60));
        assertThat(kept.verdict()).isEqualTo(Verdict.PASS);
        assertThat(kept.observed().estimate()).isCloseTo(0.005, within(1e-9));
        assertThat(kept.sentence()).startsWith("Loss as a share of FP32's top-1 0.5 %, at most ");
        assertThat(judged(rule, measured(Precision.INT8, 0.4, 10_000, 10, 300)).verdict())
                .isEqualTo(Verdict.FAIL);
        assertThat(judged(rule, unlabelled()).verdict()).isEqualTo(Verdict.INVALID);
    }

    /** What a policy may ask for: 99.9 % takes more samples than 99 %. */
    @Test
    void presetsOfMlPerfDiffer() {
        Evidence.Measured measured = measured(Precision.INT8, 0.4, 10_000, 15, 45);
        assertThat(judged(Map.of("metric", "accuracy.top1.relativeLoss", "max", 0.01), measured)
                        .verdict())
                .isEqualTo(Verdict.PASS);
        assertThat(judged(Map.of("metric", "accuracy.top1.relativeLoss", "max", 0.001), measured)
                        .verdict())
                .isEqualTo(Verdict.FAIL);
    }

    @Test
    void flipsAreBoundedFromAbove() {
        Map<String, Object> rule = Map.of("metric", "accuracy.flips", "max", 0.05);
        assertThat(judged(rule, measured(Precision.INT8, 0.4, 1000, 10, 10)).verdict())
                .isEqualTo(Verdict.PASS);
        assertThat(judged(rule, measured(Precision.INT8, 0.4, 1000, 50, 50)).verdict())
                .isEqualTo(Verdict.FAIL);
        RuleOutcome few = judged(rule, measured(Precision.INT8, 0.4, 50, 0, 0));
        assertThat(few.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        // Of n without a flip the share is below 1 − 0.05^(1/n): 58.4 samples for 5 %.
        assertThat(few.missing()).isEqualTo(new Missing(9L, null));
    }

    @Test
    void hundredSamplesAreInconclusiveAndSayHowManyAreNeeded() {
        Map<String, Object> rule = Map.of("metric", "accuracy.top1.loss", "max", 0.01);
        RuleOutcome outcome = judged(rule, measured(Precision.INT8, 0.4, 100, 0, 0));

        assertThat(outcome.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        // Without a change the score test leaves z² / (n + z²): 267.9 samples for one point.
        assertThat(outcome.missing()).isEqualTo(new Missing(168L, null));
        assertThat(outcome.sentence()).endsWith(" About 168 more samples would, were they like the 100 here.");
        assertThat(judged(rule, measured(Precision.INT8, 0.4, 268, 0, 0)).verdict())
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void fewerSamplesThanAskedForDecideNothing() {
        Map<String, Object> rule = Map.of("metric", "accuracy.top1.loss", "max", 0.01, "minSamples", 5000);
        RuleOutcome outcome = judged(rule, measured(Precision.INT8, 0.4, 1000, 0, 0));

        assertThat(outcome.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome.missing()).isEqualTo(new Missing(4000L, null));
        assertThat(outcome.sentence()).isEqualTo("The rule decides of 5,000 samples or more, and there are 1,000.");
    }

    @Test
    void forksThatAreMissingAreTold() {
        Evidence.Measured measured = measured(Precision.INT8, 0.4, 1000, 0, 0);
        List<Double> ratios = List.of(0.90, 1.0, 0.92, 0.97, 0.95, 0.93);
        Evidence.Measured noisy = with(
                measured,
                new LatencyEvidence(
                        measured.latency().baseline(),
                        measured.latency().variant(),
                        MeasuredVariants.forks(Collections.nCopies(ratios.size(), 1.0), ratios),
                        1,
                        7,
                        true));
        RuleOutcome outcome = judged(Map.of("metric", "latency.p50.ratio", "max", 0.97), noisy);

        assertThat(outcome.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome.missing().forks()).isPositive();
        assertThat(outcome.missing().samples()).isNull();
        assertThat(outcome.sentence())
                .contains("%d more fork".formatted(outcome.missing().forks()));
    }

    @Test
    void tailIsHeldAgainstItsUpperEstimate() {
        // The evidence says 0.48 ms at most.
        Evidence.Measured measured = measured(Precision.INT8, 0.4, 1000, 0, 0);
        assertThat(judged(Map.of("metric", "latency.p99.upper", "max", 0.5), measured)
                        .verdict())
                .isEqualTo(Verdict.PASS);
        assertThat(judged(Map.of("metric", "latency.p99.upper", "max", 0.45), measured)
                        .verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void bytesAreKnownExactly() {
        Evidence.Measured measured = measured(Precision.INT8, 0.4, 1000, 0, 0);
        assertThat(verdict("memory.peak", 100, measured)).isEqualTo(Verdict.PASS);
        assertThat(verdict("memory.peak", 99, measured)).isEqualTo(Verdict.FAIL);
        assertThat(verdict("memory.peak.ratio", 1, measured)).isEqualTo(Verdict.PASS);
        assertThat(verdict("memory.peak.ratio", 0.9, measured)).isEqualTo(Verdict.FAIL);
        assertThat(verdict("size.ratio", 0.3, measured)).isEqualTo(Verdict.PASS);
        assertThat(verdict("size.ratio", 0.29, measured)).isEqualTo(Verdict.FAIL);
    }

    /** By the interval of the typical start, of at least three. */
    @Test
    void coldStartIsThatOfATypicalProcess() {
        Map<String, Object> rule = Map.of("metric", "coldStart", "max", 100);
        assertThat(judged(rule, started(80, 90, 85, 80)).verdict()).isEqualTo(Verdict.PASS);
        assertThat(judged(rule, started(120, 130, 125)).verdict()).isEqualTo(Verdict.FAIL);
        RuleOutcome undecided = judged(rule, started(90, 105, 95));
        assertThat(undecided.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(undecided.observed().confidence()).isCloseTo(0.9, within(1e-12));
        assertThat(undecided.missing().forks()).isPositive();
        assertThat(undecided.sentence())
                .startsWith("First answer of a fresh process after 96.47 ms, between ")
                .contains("About %d more starts would"
                        .formatted(undecided.missing().forks()));
        RuleOutcome few = judged(rule, started(20));
        assertThat(few.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(few.missing()).isEqualTo(new Missing(null, 2));
        assertThat(few.sentence())
                .isEqualTo("1 start of a fresh process is too few to tell how long others take, 3 are needed.");
        assertThat(judged(rule, measured(Precision.INT8, 0.4, 1000, 0, 0)).verdict())
                .isEqualTo(Verdict.INVALID);
    }

    @Test
    void ratioOfTailsIsByForks() {
        Map<String, Object> rule = Map.of("metric", "latency.p99.ratio", "max", 1);
        RuleOutcome kept = judged(rule, tailed(0.6, 10));
        assertThat(kept.verdict()).isEqualTo(Verdict.PASS);
        assertThat(kept.observed().estimate()).isCloseTo(0.6, within(0.02));
        assertThat(kept.observed().logHalfWidth()).isPositive();
        assertThat(kept.sentence()).startsWith("Ratio of the 99th percentiles 0.");
        assertThat(judged(rule, tailed(1.6, 10)).verdict()).isEqualTo(Verdict.FAIL);
        RuleOutcome undecided = judged(rule, tailed(0.99, 10));
        assertThat(undecided.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(undecided.missing().forks()).isPositive();
        RuleOutcome few = judged(rule, tailed(0.6, 4));
        assertThat(few.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(few.missing()).isEqualTo(new Missing(null, 2));
        assertThat(judged(rule, measured(Precision.INT8, 0.4, 1000, 0, 0)).verdict())
                .isEqualTo(Verdict.INVALID);
    }

    private static Verdict verdict(String metric, double max, Evidence.Measured measured) {
        return judged(Map.of("metric", metric, "max", max), measured).verdict();
    }

    private static Evidence.Measured unlabelled() {
        return with(measured(Precision.INT8, 0.4, 100, 0, 0), new AccuracyEvidence(100, false, 0, 0, 0, 0, 3, 30.0));
    }

    /** Of 200 runs of each process three are long, by some 10 % more or less in each fork. */
    private static Evidence.Measured tailed(double ratio, int count) {
        List<Fork> forks = new ArrayList<>();
        for (int fork = 0; fork < count; fork++) {
            double more = 1 + 0.1 * Math.sin(fork);
            forks.add(new Fork(
                    List.of(),
                    List.of(),
                    List.of(new Round(List.of(
                            tailed(Role.BASELINE, 3),
                            tailed(Role.CONTROL, 3),
                            tailed(Role.VARIANT, 3 * ratio * more))))));
        }
        Evidence.Measured measured = measured(Precision.INT8, 0.4, 1000, 0, 0);
        LatencyEvidence latency = measured.latency();
        return with(
                measured, new LatencyEvidence(latency.baseline(), latency.variant(), forks, 1, 7, true).recounted());
    }

    private static Block tailed(Role role, double tailMillis) {
        long[] nanos = new long[200];
        Arrays.fill(nanos, 1_000_000);
        Arrays.fill(nanos, 197, 200, Math.round(1e6 * tailMillis));
        return new Block(role, 1, List.of(), 0L, LatencyHistogram.of(nanos).text(), List.of());
    }

    private static Evidence.Measured started(double... millis) {
        List<ScenarioFork> forks = new ArrayList<>();
        for (double each : millis) {
            forks.add(new ScenarioFork(
                    "",
                    1,
                    null,
                    new ColdStart(300, each - 10, 10, 1),
                    null,
                    null,
                    null,
                    true,
                    BlockConditions.unknown()));
        }
        ScenarioResult result = new ScenarioResult(1, Scenario.SINGLE_STREAM, 1, 1, forks);
        return MeasuredVariants.with(
                measured(Precision.INT8, 0.4, 1000, 0, 0), new FurtherEvidence(null, List.of(result), null));
    }
}
