package dev.narrowgauge.domain.gate;

import static dev.narrowgauge.domain.gate.MeasuredVariants.measured;
import static dev.narrowgauge.domain.gate.MeasuredVariants.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.narrowgauge.domain.latency.BlockConditions;
import dev.narrowgauge.domain.scenario.ColdStart;
import dev.narrowgauge.domain.scenario.Scenario;
import dev.narrowgauge.domain.scenario.ScenarioFork;
import dev.narrowgauge.domain.scenario.ScenarioResult;
import dev.narrowgauge.domain.stats.AlphaSpending;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.stats.LogMean;
import dev.narrowgauge.domain.stats.SequentialMean;
import dev.narrowgauge.domain.variant.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.api.Test;

/** Ten thousand runs on several devices, whose truth is known, each extended where it is not decided. */
class TestExtendedRuns {
    private static final int RUNS = 10_000;
    private static final double ALPHA = 0.05;
    private static final double WRONG = ALPHA + 3 * Math.sqrt(ALPHA * (1 - ALPHA) / RUNS);
    private static final double LIMIT = 100;
    private static final double SPREAD = 0.1;
    private static final int STARTS = 8;
    private static final int MORE_STARTS = 16;
    private static final int THROUGH_THE_GATE = 50;

    /**
     * Of the limit, in standard deviations: 24 starts show it in four of five runs, by SciPy 1.17.1's {@code nct.sf(t.isf(a, 23),
     * 23, effect * sqrt(24))} with the level a = 0.0444254 of the second of two looks.
     */
    private static final double EFFECT = 0.5362483799279492;

    private static final Evidence.Measured FAST = measured(Precision.INT8, 0.4, 1000, 0, 0);
    private static final Policy POLICY = Policy.fromMap(Map.of(
            "rules",
            List.of(Map.of("metric", "coldStart", "max", LIMIT, "confidence", 1 - ALPHA, "onInconclusive", "extend"))));

    /** Of the interval that holds at every look, by the number of values, which takes longer than to draw them. */
    private static final Map<Integer, Double> STANDARD_HALVES = new HashMap<>();

    /** @param extended by how many rows */
    private record Decided(Verdict verdict, int extended) {}

    @Test
    void oneDeviceAtTheMarginPassesAsSeldomAsIsAllowed() {
        List<Decided> decided = decided(0, -3 * SPREAD, -3 * SPREAD);

        assertThat(share(decided, Verdict.PASS)).isBetween(ALPHA / 2, WRONG);
        assertThat(share(decided, Verdict.FAIL)).isLessThan(WRONG);
        assertThat(decided.stream().filter(one -> one.extended() == 1).count()).isGreaterThan(9 * RUNS / 10);
    }

    /** What two looks cost is the difference between their levels and that of one. */
    @Test
    void goodVariantPassesAsOftenAsPlanned() {
        List<Decided> decided = decided(-EFFECT * SPREAD, -EFFECT * SPREAD);

        assertThat(share(decided, Verdict.PASS)).isCloseTo(0.8 * 0.8, within(0.02));
    }

    /** What the levels are for: to look twice as though it were once. */
    @Test
    void looksThatAreNotCorrectedAreWrongMoreOften() {
        SplittableRandom random = new SplittableRandom(3);
        double once = TDistribution.of(STARTS - 1.0).inverseCumulativeProbability(1 - ALPHA);
        double again = TDistribution.of(STARTS + MORE_STARTS - 1.0).inverseCumulativeProbability(1 - ALPHA);
        int wrong = 0;
        for (int run = 0; run < RUNS; run++) {
            List<Double> values = normal(random, STARTS, 0);
            double first = t(values);
            values.addAll(normal(random, MORE_STARTS, 0));
            wrong += first < -once || first <= once && t(values) < -again ? 1 : 0;
        }
        assertThat((double) wrong / RUNS).isGreaterThan(WRONG);
    }

    /** The ratio of medians has an interval that holds at every look, so how often one looks, and why, costs nothing. */
    @Test
    void ratioOfMediansMayBeExtendedByWhatWasSeen() {
        Rule rule = new Rule("latency", Metric.LATENCY_P50_RATIO, 1, 1 - ALPHA);
        int most = 30;
        double effect = 0.0165;

        assertThat(passes(rule, 0, 10, 1, most)).isLessThan(WRONG);
        // As often as a run that measures all its forks at once.
        assertThat(passes(rule, -effect, 10, most - 10, most))
                .isCloseTo(passes(rule, -effect, most, 1, most), within(0.02));
    }

    /**
     * Share of the runs that pass at any look.
     *
     * @param first forks
     * @param step forks until the next look
     */
    private static double passes(Rule rule, double logRatio, int first, int step, int most) {
        SplittableRandom random = new SplittableRandom(58);
        int passed = 0;
        for (int run = 0; run < RUNS; run++) {
            double[] all = new double[most];
            Arrays.setAll(all, _ -> random.nextGaussian(logRatio, 0.02));
            Verdict verdict = Verdict.INCONCLUSIVE;
            for (int forks = first; forks <= most && verdict == Verdict.INCONCLUSIVE; forks += step) {
                verdict = against(rule, Arrays.copyOf(all, forks));
            }
            passed += verdict == Verdict.PASS ? 1 : 0;
        }
        return (double) passed / RUNS;
    }

    private static Verdict against(Rule rule, double[] logRatios) {
        SequentialMean mean = SequentialMean.of(logRatios);
        double confidence = Judgement.twoSided(rule);
        double half = STANDARD_HALVES.computeIfAbsent(
                mean.count(),
                count -> new SequentialMean(count, 0, 1).halfWidth(confidence).orElseThrow());
        return LatencyRules.ratio(rule, Interval.ofRatio(mean.mean(), half * mean.standardDeviation(), confidence))
                .verdict();
    }

    private static double share(List<Decided> decided, Verdict verdict) {
        return (double) decided.stream().filter(one -> one.verdict() == verdict).count() / RUNS;
    }

    /** What is drawn is judged by the rule's own interval; that the gate says the same is looked at of some. */
    private static List<Decided> decided(double... above) {
        SplittableRandom random = new SplittableRandom(59);
        double first = standard(STARTS, 1);
        double second = standard(STARTS + MORE_STARTS, 2);
        List<Decided> decided = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            List<List<Double>> starts = new ArrayList<>();
            for (double mean : above) {
                starts.add(normal(random, STARTS, mean));
            }
            List<Verdict> verdicts =
                    starts.stream().map(each -> against(each, first)).collect(Collectors.toCollection(ArrayList::new));
            int extended = 0;
            boolean isUndecided = Verdict.strongest(verdicts) == Verdict.INCONCLUSIVE;
            for (int device = 0; device < above.length; device++) {
                if (isUndecided && verdicts.get(device) == Verdict.INCONCLUSIVE) {
                    starts.get(device).addAll(normal(random, MORE_STARTS, above[device]));
                    verdicts.set(device, against(starts.get(device), second));
                    extended++;
                }
            }
            decided.add(new Decided(Verdict.strongest(verdicts), extended));
            if (run < THROUGH_THE_GATE) {
                assertThat(byTheGate(starts)).isEqualTo(decided.getLast());
            }
        }
        return decided;
    }

    /** @param standard the logarithm of the upper bound of as many values of mean 0 and spread 1 */
    private static Verdict against(List<Double> logs, double standard) {
        LogMean mean = LogMean.of(logs.stream()
                .mapToDouble(log -> Math.log(LIMIT * Math.exp(log)))
                .toArray());
        return Judgement.against(LIMIT, Interval.ofRatio(mean.mean(), standard * mean.standardDeviation(), 1 - ALPHA));
    }

    private static double standard(int values, int look) {
        double confidence =
                Judgement.twoSided(new Looks(look, 2).of(POLICY.rules().getFirst()));
        return Math.log(new LogMean(values, 0, 1).interval(confidence).high());
    }

    /** As a service decides: judged, extended where that says so, pooled, judged again. */
    private static Decided byTheGate(List<List<Double>> starts) {
        Gate gate = new Gate(POLICY);
        List<Evidence> evidence = new ArrayList<>();
        for (int device = 0; device < starts.size(); device++) {
            evidence.add(started(device, starts.get(device).subList(0, STARTS)));
        }
        List<Row> rows = gate.rows(evidence);
        List<MoreForks> more = MoreForks.of(POLICY, rows, gate.verdict(rows));
        for (MoreForks asked : more) {
            int device = Integer.parseInt(asked.deviceClass());
            Pooling pooling = new Pooling((Evidence.Measured) evidence.get(device));
            List<Double> all = starts.get(device);
            pooling.add(started(device, all.subList(STARTS, all.size())));
            evidence.set(device, pooling.pooled());
        }
        return new Decided(gate.verdict(gate.rows(evidence)), more.size());
    }

    private static Evidence.Measured started(int device, List<Double> starts) {
        List<ScenarioFork> forks = starts.stream()
                .map(log -> new ColdStart(300, LIMIT * Math.exp(log), 0, 1))
                .map(start -> new ScenarioFork("", 1, null, start, null, null, null, true, BlockConditions.unknown()))
                .toList();
        ScenarioResult result = new ScenarioResult(1, Scenario.SINGLE_STREAM, 1, 1, forks);
        return MeasuredVariants.with(
                on(new Evidence.Device(Integer.toString(device), "node-" + device, "a processor", "f00d"), FAST),
                new FurtherEvidence(null, List.of(result), null));
    }

    private static List<Double> normal(SplittableRandom random, int count, double mean) {
        List<Double> values = new ArrayList<>();
        for (int value = 0; value < count; value++) {
            values.add(random.nextGaussian(mean, SPREAD));
        }
        return values;
    }

    private static double t(List<Double> values) {
        double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
        SequentialMean mean = SequentialMean.of(all);
        return Math.sqrt(mean.count()) * mean.mean() / mean.standardDeviation();
    }

    /** So little is spent at the first of many looks that 1 less it is 1: no rule can be as sure. */
    @Test
    void confidenceOfALookStaysBelowOne() {
        Rule strict = POLICY.rules().getFirst().sureAs(0.9995);
        assertThat(new Looks(1, 6).of(strict).confidence()).isLessThan(1).isGreaterThan(0.9995);
    }

    @Test
    void levelsAreThoseOfTheLooks() {
        Rule rule = POLICY.rules().getFirst();
        assertThat(new Looks(1, 2).of(rule).confidence()).isEqualTo(1 - AlphaSpending.level(ALPHA, 1, 2));
        assertThat(new Looks(2, 2).of(rule).confidence()).isEqualTo(1 - AlphaSpending.level(ALPHA, 2, 2));
    }
}
