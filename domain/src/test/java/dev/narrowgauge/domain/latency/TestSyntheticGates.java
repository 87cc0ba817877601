package dev.narrowgauge.domain.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.narrowgauge.domain.gate.Metric;
import dev.narrowgauge.domain.gate.Rule;
import dev.narrowgauge.domain.gate.RuleTest;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ten thousand gates whose truth is known. */
@Execution(ExecutionMode.CONCURRENT)
class TestSyntheticGates {
    private static final int GATES = 10_000;
    private static final double ALPHA = 0.05;
    private static final double STANDARD_ERROR = Math.sqrt(ALPHA * (1 - ALPHA) / GATES);

    /** With the real stopping rule; noise between processes, drift and noise of blocks. */
    @ParameterizedTest
    @CsvSource({"1.0, 0.005, 0.02, 0.005", "0.9, 0.01, 0.05, 0.01"})
    void latencyAtTheLimitPassesInOneOfTwentyAtMost(double limit, double process, double drift, double block) {
        Rule rule = new Rule("latency", Metric.LATENCY_P50_RATIO, limit, 1 - ALPHA);
        SimulatedNode node = new SimulatedNode(new Random(29), process, drift, block);
        int passed = 0;
        for (int gate = 0; gate < GATES; gate++) {
            LatencyComparison comparison = node.compare(limit, 20, 0.95, LatencyComparison.MARGIN);
            passed += RuleTest.latency(rule, comparison).verdict() == Verdict.PASS ? 1 : 0;
        }
        assertThat((double) passed / GATES).isLessThan(ALPHA + 3 * STANDARD_ERROR);
    }

    /**
     * With the samples that a plan for a power of 80 % asks for, {@code (1.645 + 0.842)² · flips / margin²}: of models that
     * lose nothing as many pass as was planned, of models that lose the margin no more than one in twenty.
     */
    @Test
    void accuracyPassesAsOftenAsPlanned() {
        double flips = 0.05;
        double margin = 0.01;
        int samples = (int) Math.ceil(Math.pow(1.644854 + 0.841621, 2) * flips / (margin * margin));

        assertThat(share(samples, flips, 0)).isCloseTo(0.80, within(0.02));
        assertThat(share(samples, flips, margin)).isLessThan(ALPHA + 3 * STANDARD_ERROR);
    }

    private static double share(int samples, double flips, double loss) {
        Rule rule = new Rule("accuracy", Metric.ACCURACY_TOP1_LOSS, 0.01, 1 - ALPHA);
        Random random = new Random(31);
        int passed = 0;
        for (int gate = 0; gate < GATES; gate++) {
            long gained = 0;
            long lost = 0;
            for (int sample = 0; sample < samples; sample++) {
                double drawn = random.nextDouble();
                gained += drawn < (flips - loss) / 2 ? 1 : 0;
                lost += drawn >= (flips - loss) / 2 && drawn < flips ? 1 : 0;
            }
            AccuracyEvidence evidence = new AccuracyEvidence(
                    samples, true, samples / 2, samples / 2 + gained - lost, gained, lost, gained + lost, 40.0);
            passed += RuleTest.accuracy(rule, evidence).verdict() == Verdict.PASS ? 1 : 0;
        }
        return (double) passed / GATES;
    }
}
