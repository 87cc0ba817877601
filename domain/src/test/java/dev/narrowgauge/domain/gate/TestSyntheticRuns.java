package dev.narrowgauge.domain.gate;

import static dev.narrowgauge.domain.gate.MeasuredVariants.measured;
import static dev.narrowgauge.domain.gate.MeasuredVariants.named;
import static dev.narrowgauge.domain.gate.MeasuredVariants.on;
import static dev.narrowgauge.domain.gate.MeasuredVariants.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.narrowgauge.domain.variant.AccuracyEvidence;
import dev.narrowgauge.domain.variant.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand runs of several variants on several devices, whose truth is known. What the rules say of the same counts is
 * the same, so they are asked once; Holm's method sees every run.
 */
class TestSyntheticRuns {
    private static final int RUNS = 10_000;
    private static final double ALPHA = 0.05;
    private static final double MARGIN = 0.01;
    private static final double FLIPS = 0.05;
    private static final double WRONG = ALPHA + 3 * Math.sqrt(ALPHA * (1 - ALPHA) / RUNS);
    private static final Evidence.Measured FAST = measured(Precision.INT8, 0.4, 1000, 0, 0);

    /** A variant that loses so much on each device, a share. */
    private record Truth(String variant, double... losses) {}

    /** Of one variant on one device. */
    private record Outcome(String recipe, Verdict verdict) {}

    @Test
    void everyDeviceHasToShowIt() {
        int samples = planned(ALPHA);
        // On one of three devices at the margin: no correction is needed that it does not pass.
        assertThat(share(samples, Map.of(), List.of(new Truth("one", 0, MARGIN, 0)), TestSyntheticRuns::passes))
                .isLessThan(WRONG);
        // Two devices that each show it in four of five runs, independently of each other.
        assertThat(share(samples, Map.of(), List.of(new Truth("one", 0, 0)), TestSyntheticRuns::passes))
                .isCloseTo(0.8 * 0.8, within(0.02));
    }

    @Test
    void oneOfSeveralVariantsPassesByChanceUnlessTheyAreCorrected() {
        int samples = planned(ALPHA);
        List<Truth> atTheMargin = List.of(
                new Truth("one", MARGIN, MARGIN / 2),
                new Truth("two", MARGIN / 2, MARGIN),
                new Truth("three", MARGIN, 0));
        Map<String, Object> each = Map.of("requires", "any");
        Map<String, Object> holm = Map.of("requires", "any", "multiplicity", "holm");
        List<Truth> onOneDevice =
                List.of(new Truth("one", MARGIN), new Truth("two", MARGIN), new Truth("three", MARGIN));

        assertThat(share(samples, each, onOneDevice, TestSyntheticRuns::passes)).isGreaterThan(2 * ALPHA);
        assertThat(share(samples, holm, onOneDevice, TestSyntheticRuns::passes)).isLessThan(WRONG);
        assertThat(share(samples, holm, atTheMargin, TestSyntheticRuns::passes)).isLessThan(WRONG);
    }

    /** With the samples that a plan for a third of the level asks for. */
    @Test
    void goodVariantAmongThreePassesAsOftenAsPlanned() {
        Map<String, Object> holm = Map.of("requires", "any", "multiplicity", "holm");
        List<Truth> oneIsGood = List.of(new Truth("good", 0), new Truth("two", MARGIN), new Truth("three", MARGIN));
        Predicate<List<Outcome>> goodPasses = rows ->
                rows.stream().filter(row -> row.recipe().equals("good")).allMatch(row -> row.verdict() == Verdict.PASS);

        assertThat(share(planned(ALPHA / 3), holm, oneIsGood, goodPasses)).isCloseTo(0.8, within(0.02));
    }

    @Test
    void someDeviceFailsByChanceUnlessTheyAreCorrected() {
        int samples = planned(ALPHA);
        List<Truth> atTheMargin =
                List.of(new Truth("one", MARGIN, MARGIN, MARGIN), new Truth("two", MARGIN, MARGIN, MARGIN));
        Predicate<List<Outcome>> anyFails = rows -> rows.stream().anyMatch(row -> row.verdict() == Verdict.FAIL);

        assertThat(share(samples, Map.of(), atTheMargin, anyFails)).isGreaterThan(4 * ALPHA);
        assertThat(share(samples, Map.of("multiplicity", "holm"), atTheMargin, anyFails))
                .isLessThan(WRONG);
    }

    private static boolean passes(List<Outcome> rows) {
        return rows.stream()
                .map(Outcome::recipe)
                .distinct()
                .anyMatch(recipe -> rows.stream()
                        .filter(row -> row.recipe().equals(recipe))
                        .allMatch(row -> row.verdict() == Verdict.PASS));
    }

    /** {@code (z(1 − α) + z(0.8))² · flips / margin²}. */
    private static int planned(double alpha) {
        NormalDistribution normal = NormalDistribution.of(0, 1);
        double sum = normal.inverseCumulativeProbability(1 - alpha) + normal.inverseCumulativeProbability(0.8);
        return (int) Math.ceil(sum * sum * FLIPS / (MARGIN * MARGIN));
    }

    private static double share(
            int samples, Map<String, Object> settings, List<Truth> truths, Predicate<List<Outcome>> counted) {
        Map<String, Object> map = new HashMap<>(settings);
        map.put("rules", List.of(Map.of("metric", "accuracy.top1.loss", "max", MARGIN, "confidence", 1 - ALPHA)));
        Policy policy = Policy.fromMap(map);
        Map<AccuracyEvidence, JudgedVariant> known = new HashMap<>();
        double[] cumulative = cumulative(samples);
        SplittableRandom random = new SplittableRandom(37);
        int count = 0;
        for (int run = 0; run < RUNS; run++) {
            List<JudgedVariant> judged = new ArrayList<>();
            for (Truth truth : truths) {
                for (int device = 0; device < truth.losses().length; device++) {
                    AccuracyEvidence drawn = drawn(samples, truth.losses()[device], cumulative, random);
                    JudgedVariant same = known.computeIfAbsent(
                            drawn, one -> JudgedVariant.of(policy, Occasion.UNKNOWN, with(FAST, one)));
                    judged.add(placed(same, truth.variant(), device));
                }
            }
            List<Outcome> outcomes = HolmCorrection.correct(policy, Occasion.UNKNOWN, judged).stream()
                    .map(one -> new Outcome(
                            one.measured().recipeName(),
                            one.outcomes().getFirst().verdict()))
                    .toList();
            count += counted.test(outcomes) ? 1 : 0;
        }
        return (double) count / RUNS;
    }

    private static JudgedVariant placed(JudgedVariant same, String variant, int device) {
        return new JudgedVariant(
                named(variant, on(device(device), same.measured())),
                same.limits(),
                same.comparison(),
                same.looks(),
                same.gating(),
                same.rules(),
                same.outcomes(),
                same.notes());
    }

    private static Evidence.Device device(int number) {
        return new Evidence.Device("x86-" + number, "node-" + number, "a processor", "f00d");
    }

    /** Samples that are answered otherwise by the binomial distribution, each of them lost or gained by itself. */
    private static AccuracyEvidence drawn(int samples, double loss, double[] cumulative, SplittableRandom random) {
        int place = Arrays.binarySearch(cumulative, random.nextDouble());
        int changed = Math.min(samples, place < 0 ? -place - 1 : place);
        long lost = 0;
        for (int sample = 0; sample < changed; sample++) {
            lost += random.nextDouble() < (1 + loss / FLIPS) / 2 ? 1 : 0;
        }
        long gained = changed - lost;
        return new AccuracyEvidence(
                samples, true, samples / 2, samples / 2 + gained - lost, gained, lost, changed, 40.0);
    }

    private static double[] cumulative(int samples) {
        BinomialDistribution changed = BinomialDistribution.of(samples, FLIPS);
        double[] cumulative = new double[samples + 1];
        Arrays.setAll(cumulative, changed::cumulativeProbability);
        return cumulative;
    }
}
