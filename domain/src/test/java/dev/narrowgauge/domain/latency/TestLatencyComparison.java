package dev.narrowgauge.domain.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.narrowgauge.domain.gate.Metric;
import dev.narrowgauge.domain.gate.Rule;
import dev.narrowgauge.domain.gate.RuleTest;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.stats.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Execution(ExecutionMode.CONCURRENT)
class TestLatencyComparison {
    private static final double CONFIDENCE = 0.95;
    private static final double MARGIN = 0.02;
    private static final int MOST_FORKS = 20;
    private static final int REPEATS = 2_000;

    @Test
    void speeds() {
        assertThat(Speed.of(new Interval(0.5, 0.4, 0.97, 0.95), MARGIN)).isEqualTo(Speed.FASTER);
        assertThat(Speed.of(new Interval(0.5, 0.4, 0.99, 0.95), MARGIN)).isEqualTo(Speed.INCONCLUSIVE);
        assertThat(Speed.of(new Interval(1, 0.99, 1.01, 0.95), MARGIN)).isEqualTo(Speed.SAME);
        assertThat(Speed.of(new Interval(1.1, 1.03, 1.2, 0.95), MARGIN)).isEqualTo(Speed.SLOWER);
    }

    @Test
    void oneForkIsAPreviewWhateverItShows() {
        LatencyComparison comparison = comparison(forks(1, 0.5, 0));

        assertThat(comparison.speed()).isEqualTo(Speed.INCONCLUSIVE);
        assertThat(comparison.isPreview()).isTrue();
        assertThat(comparison.reason()).contains("preview");
        assertThat(comparison.moreForks()).isEqualTo(5);
    }

    /** A policy may ask for any confidence: six values of a t statistic with five degrees of freedom bound nothing then. */
    @Test
    void confidenceThatSoFewForksCannotGiveIsNoAnswer() {
        double confidence = 0.999999;
        LatencyComparison comparison =
                LatencyComparison.of(SimulatedNode.evidence(forks(6, 0.5, 0.01)), confidence, MARGIN);

        assertThat(comparison.speed()).isEqualTo(Speed.INCONCLUSIVE);
        assertThat(comparison.reason()).startsWith("6 forks are too few for an interval");
        assertThat(RuleTest.latency(new Rule("latency", Metric.LATENCY_P50_RATIO, 1, confidence), comparison)
                        .verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void controlThatIsNotItselfIsInvalid() {
        List<Fork> forks = IntStream.range(0, 8)
                .mapToObj(i -> new Fork(List.of(), List.of(), List.of(SimulatedNode.round(1, 1.05 + 0.001 * i, 0.5))))
                .toList();

        LatencyComparison comparison = comparison(forks);
        assertThat(comparison.speed()).isEqualTo(Speed.INVALID);
        assertThat(comparison.reason()).contains("baseline in two processes").contains("1.05");
    }

    @Test
    void fifthOfTheBlocksVoidIsInvalidWithTheCause() {
        List<Fork> forks = new ArrayList<>(forks(8, 0.5, 0));
        Round voided = SimulatedNode.round(1, 1, 0.5, "other machines took the processor");
        forks.add(new Fork(List.of(), List.of(), List.of(voided)));
        assertThat(comparison(forks).speed()).as("2 of 27").isEqualTo(Speed.FASTER);

        forks.addAll(Collections.nCopies(4, forks.getLast()));
        LatencyComparison comparison = comparison(forks);
        assertThat(comparison.speed()).as("10 of 39").isEqualTo(Speed.INVALID);
        assertThat(comparison.reason()).contains("10 of 39 blocks").contains("other machines took the processor");
    }

    @Test
    void voidRoundsDoNotCount() {
        List<Fork> forks = new ArrayList<>(forks(8, 0.5, 0));
        forks.add(new Fork(List.of(), List.of(), List.of(SimulatedNode.round(1, 1, 50, "a cause"))));

        assertThat(comparison(forks).ratio().estimate())
                .isEqualTo(comparison(forks.subList(0, 8)).ratio().estimate());
    }

    @Test
    void inconclusiveSaysHowManyMoreForksTell() {
        LatencyComparison comparison = comparison(forks(6, 1, 0.02));
        assertThat(comparison.speed()).isEqualTo(Speed.INCONCLUSIVE);
        assertThat(comparison.reason()).contains("about " + comparison.moreForks() + " more forks");

        assertThat(comparison(forks(6 + comparison.moreForks(), 1, 0.02)).isEnough(MARGIN))
                .isTrue();
    }

    @Test
    void sameIsMeasuredToHalfTheMargin() {
        LatencyComparison wide = comparison(forks(8, 1, 0.009));
        assertThat(wide.speed()).isEqualTo(Speed.SAME);
        assertThat(wide.isEnough(MARGIN)).isFalse();
        assertThat(comparison(forks(8 + wide.moreForks(), 1, 0.009)).isEnough(MARGIN))
                .isTrue();
    }

    @Test
    void narrowIntervalAcrossTheMarginIsNoAnswerYet() {
        LatencyComparison comparison = comparison(forks(8, 1.026, 0.006));

        assertThat(comparison.speed()).isEqualTo(Speed.INCONCLUSIVE);
        assertThat(comparison.isEnough(MARGIN)).isFalse();
        assertThat(comparison(forks(8 + comparison.moreForks(), 1.026, 0.006)).speed())
                .isEqualTo(Speed.SLOWER);
    }

    @Test
    void outputsThatChangeWhileTimedAreInvalid() {
        LatencyEvidence clean = SimulatedNode.evidence(forks(8, 0.5, 0));
        assertThat(speed(clean, new Audit(40, 0, 1.0, 0.95))).isEqualTo(Speed.FASTER);
        assertThat(speed(clean, new Audit(40, 1, 1.0, 1.0))).isEqualTo(Speed.INVALID);
        assertThat(speed(clean, new Audit(40, 0, 1.0, 0.85))).as("a cache").isEqualTo(Speed.INVALID);
        assertThat(speed(clean, new Audit(40, 0, 0.85, 0.85)))
                .as("what the processor's caches do for both")
                .isEqualTo(Speed.FASTER);
    }

    /**
     * By SciPy 1.17.1: {@code ttest_ind(log(second), log(first), equal_var=False).confidence_interval(0.99)} of the ratios
     * below, its bounds as powers of e.
     */
    @Test
    void twoMeasurementsAgreeByWelchsTest() {
        LatencyAgreement agreement = LatencyAgreement.of(
                        evidence(0.50, 0.52, 0.51, 0.49, 0.505, 0.515),
                        evidence(0.53, 0.55, 0.52, 0.54, 0.56, 0.545, 0.535, 0.525))
                .orElseThrow();

        assertThat(agreement.change().estimate()).isCloseTo(1.0620059691933827, within(1e-12));
        assertThat(agreement.change().low()).isCloseTo(1.0224537964330074, within(1e-9));
        assertThat(agreement.change().high()).isCloseTo(1.103088161574717, within(1e-9));
        assertThat(agreement.agrees()).isFalse();
        assertThat(LatencyAgreement.of(evidence(0.5, 0.52), evidence(0.51, 0.53))
                        .orElseThrow()
                        .agrees())
                .isTrue();
        assertThat(LatencyAgreement.of(evidence(0.5), evidence(0.5, 0.6))).isEmpty();
    }

    /** As the hosts of cloud machines do: one block in eight takes a third longer while another machine works. */
    @Test
    void neighbourThatNoCounterShowsLeavesTheAnswer() {
        SimulatedNode node = new SimulatedNode(new Random(53), 0.004, 0.002, 0.004, 0.125);
        int same = 0;
        for (int repeat = 0; repeat < 200; repeat++) {
            same += node.compare(1, MOST_FORKS, CONFIDENCE, MARGIN).isEnough(MARGIN) ? 1 : 0;
        }
        assertThat(same).isGreaterThan(180);
    }

    /** Both stopped where they liked what they saw, on one node on two days. */
    @Test
    void twoMeasurementsOfTheSameAreSaidToDifferInOneOfAHundred() {
        SimulatedNode node = new SimulatedNode(new Random(43), 0.01, 0.02, 0.01);
        int differing = 0;
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            LatencyAgreement agreement = LatencyAgreement.of(
                            node.measure(0.9, MOST_FORKS, CONFIDENCE, MARGIN),
                            node.measure(0.9, MOST_FORKS, CONFIDENCE, MARGIN))
                    .orElseThrow();
            differing += agreement.agrees() ? 0 : 1;
        }
        assertThat((double) differing / REPEATS).isLessThan(0.01 + 3 * Math.sqrt(0.01 * 0.99 / REPEATS));
    }

    private static LatencyEvidence evidence(double... ratios) {
        return SimulatedNode.evidence(Arrays.stream(ratios)
                .mapToObj(ratio -> new Fork(List.of(), List.of(), List.of(SimulatedNode.round(1, 1, ratio))))
                .toList());
    }

    private static Speed speed(LatencyEvidence evidence, Audit audit) {
        return LatencyComparison.of(
                        new LatencyEvidence(
                                evidence.baseline(),
                                evidence.variant(),
                                evidence.forks(),
                                1,
                                7,
                                true,
                                audit,
                                List.of(),
                                null),
                        CONFIDENCE,
                        MARGIN)
                .speed();
    }

    /** Coverage of the interval as shown, and of the answer, whatever the noise is made of. */
    @ParameterizedTest
    @CsvSource({
        "1, 0.002, 0, 0.002", "1, 0.01, 0.05, 0.01", "1, 0.03, 0, 0.01",
        "0.98, 0.005, 0.02, 0.005", "0.98, 0.01, 0, 0.03", "1.02, 0.01, 0.05, 0.01",
        "0.5, 0.01, 0.02, 0.01", "1.05, 0.02, 0.05, 0.02"
    })
    void intervalHoldsWithTheRealStoppingRule(double truth, double process, double drift, double block) {
        SimulatedNode node = new SimulatedNode(new Random(17), process, drift, block);
        int covered = 0;
        int wrong = 0;
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            LatencyComparison comparison = node.compare(truth, MOST_FORKS, CONFIDENCE, MARGIN);
            covered += comparison.ratio().low() <= truth
                            && truth <= comparison.ratio().high()
                    ? 1
                    : 0;
            wrong += isWrong(comparison.speed(), truth) ? 1 : 0;
        }
        double error = 3 * Math.sqrt(0.05 * 0.95 / REPEATS);
        assertThat((double) covered / REPEATS).isGreaterThan(CONFIDENCE - error);
        assertThat((double) wrong / REPEATS).isLessThan(1 - CONFIDENCE + error);
    }

    @Test
    void controlAlarmsInOneOfAHundred() {
        SimulatedNode node = new SimulatedNode(new Random(19), 0.01, 0.02, 0.01);
        int repeats = 10_000;
        int alarms = 0;
        for (int repeat = 0; repeat < repeats; repeat++) {
            alarms += node.compare(0.9, MOST_FORKS, CONFIDENCE, MARGIN).speed() == Speed.INVALID ? 1 : 0;
        }
        assertThat((double) alarms / repeats).isBetween(0.005, 0.01 + 3 * Math.sqrt(0.01 * 0.99 / repeats));
    }

    @Test
    void tellsADifferenceOfFivePercent() {
        SimulatedNode node = new SimulatedNode(new Random(23), 0.004, 0.02, 0.004);
        int slower = 0;
        for (int repeat = 0; repeat < 400; repeat++) {
            slower += node.compare(1.05, MOST_FORKS, CONFIDENCE, MARGIN).speed() == Speed.SLOWER ? 1 : 0;
        }
        assertThat(slower).isGreaterThanOrEqualTo(380);
    }

    private static boolean isWrong(Speed speed, double truth) {
        return switch (speed) {
            case FASTER -> truth >= 1 - MARGIN;
            case SLOWER -> truth <= 1 + MARGIN;
            case SAME -> truth <= 1 - MARGIN || truth >= 1 + MARGIN;
            case INCONCLUSIVE, INVALID -> false;
        };
    }

    private static LatencyComparison comparison(List<Fork> forks) {
        return LatencyComparison.of(SimulatedNode.evidence(forks), CONFIDENCE, MARGIN);
    }

    /** Whose log-ratios lie that far to one side and the other of the ratio's. */
    private static List<Fork> forks(int count, double ratio, double deviation) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    double variant = ratio * Math.exp(i % 2 == 0 ? deviation : -deviation);
                    return new Fork(List.of(), List.of(), List.of(SimulatedNode.round(1, 1, variant)));
                })
                .toList();
    }
}
