package dev.narrowgauge.domain.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.narrowgauge.domain.stats.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestControlHistory {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    /** SciPy 1.17.1: {@code scipy.stats.binom.sf(alarms - 1, count, 0.01)}. */
    @ParameterizedTest(name = "{1} alarms or more in {0} controls")
    @CsvSource({
        "1, 1, 0.01",
        "5, 2, 0.0009801496000000002",
        "6, 2, 0.0014604476049999997",
        "10, 3, 0.00011384911790577965",
        "20, 3, 0.0010035761681001167",
        "50, 4, 0.0015961730907328713",
        "100, 6, 0.0005345344639930342",
        "300, 0, 1.0",
        "300, 10, 0.001023094850850257",
        "300, 11, 0.0002648437053322056"
    })
    void probabilityOfSoManyAlarms(int count, int alarms, double probability) {
        assertThat(ControlHistory.probability(count, alarms))
                .isCloseTo(probability, within(1e-12 + 1e-9 * probability));
    }

    @ParameterizedTest(name = "{1} alarms in {0} controls are unsound, one less is not")
    @CsvSource({"5, 2", "6, 3", "20, 4", "100, 6", "300, 11"})
    void fewestAlarmsThatReject(int count, int alarms) {
        assertThat(history(count, alarms).whyUnsound().orElseThrow())
                .startsWith(alarms + " of its last " + count + " controls");
        assertThat(history(count, alarms - 1).whyUnsound()).isEmpty();
    }

    @Test
    void oddsAreRoundedDown() {
        assertThat(history(300, 11).whyUnsound().orElseThrow()).endsWith("less often than once in 3,000 times.");
    }

    @Test
    void nothingIsSound() {
        assertThat(new ControlHistory(List.of()).whyUnsound()).isEmpty();
        assertThat(new ControlHistory(List.of()).floor()).isEqualTo(new NoiseFloor(0, 20, null));
    }

    @Test
    void onlyTheLatestCount() {
        List<Control> controls = new ArrayList<>(Collections.nCopies(50, control(1.5, 0.01)));
        controls.addAll(Collections.nCopies(300, control(1.001, 0.01)));

        ControlHistory history = new ControlHistory(controls);
        assertThat(history.whyUnsound()).isEmpty();
        assertThat(history.floor().controls()).isEqualTo(300);
        assertThat(history.floor().smallestDifference()).isCloseTo(0.001, within(1e-12));
    }

    /** The next of n + 1 alike exceeds the k-th smallest of n with probability 1 - k / (n + 1), at most 0.05. */
    @ParameterizedTest(name = "of {0} controls the {1}th smallest")
    @CsvSource({"20, 20", "39, 38", "40, 39", "100, 96", "299, 285", "300, 286"})
    void smallestDifferenceIsAnOrderStatistic(int count, int rank) {
        Random random = new Random(count);
        double[] logs = random.doubles(count, -0.05, 0.05).toArray();

        double[] distances = DoubleStream.of(logs).map(Math::abs).sorted().toArray();
        assertThat(1 - rank / (count + 1.0)).isLessThanOrEqualTo(0.05 + 1e-12);
        assertThat(1 - (rank - 1) / (count + 1.0)).isGreaterThan(0.05);
        assertThat(floor(logs).smallestDifference()).isCloseTo(Math.exp(distances[rank - 1]) - 1, within(1e-12));
    }

    @Test
    void nineteenOfTwentyDifferByLessWhateverTheDistribution() {
        Random random = new Random(11);
        int repeats = 20_000;
        int over = 0;
        for (int i = 0; i < repeats; i++) {
            double[] logs = IntStream.range(0, 40)
                    .mapToDouble(_ -> Math.pow(random.nextGaussian(), 3) / 100)
                    .toArray();
            double next = Math.abs(Math.pow(random.nextGaussian(), 3) / 100);
            over += next > Math.log1p(floor(logs).smallestDifference()) ? 1 : 0;
        }
        assertThat(over / (double) repeats).isCloseTo(1 - 39 / 41.0, within(3 * Math.sqrt(0.05 * 0.95 / repeats)));
    }

    @Test
    void textOfAHistory() {
        assertThat(new NoiseFloor(7, 20, null).text()).isEqualTo("not known yet (7 of 20 measurements)");
        assertThat(new NoiseFloor(40, 20, 0.012).text()).isEqualTo("1.2 %");
    }

    /**
     * Looked at after every control. The exact shares, from the recursion over the number of alarms with SciPy 1.17.1's
     * limits: 0.0053 of sound nodes within 300 controls; of those with 10 % alarms 0.953 within 100.
     */
    @Test
    void soundNodesStayAndLoudOnesAreFoundSoon() {
        Random random = new Random(12);
        int nodes = 4_000;
        int[] least = IntStream.rangeClosed(0, ControlHistory.MOST)
                .map(TestControlHistory::fewestAlarms)
                .toArray();

        assertThat(quarantined(random, nodes, 0.01, 300, least)).isCloseTo(0.0053, within(0.0035));
        assertThat(quarantined(random, nodes, 0.1, 100, least)).isCloseTo(0.953, within(0.010));
    }

    /** Of measurements with all that happens to them, each process of its own speed. */
    @Test
    void controlsOfASoundNode() {
        SimulatedNode node = new SimulatedNode(new Random(13), 0.01, 0.005, 0.01);
        List<Control> controls = IntStream.range(0, ControlHistory.MOST)
                .mapToObj(_ ->
                        IntStream.range(0, 8).mapToObj(_ -> node.fork(1, 2)).toList())
                .map(forks -> Control.of(SimulatedNode.evidence(forks), NOW).orElseThrow())
                .toList();

        ControlHistory history = new ControlHistory(controls);
        assertThat(history.whyUnsound()).isEmpty();
        // A control of 8 forks has the deviation sqrt(2 · 0.01² / 8) from processes alone; 1.96 of these are 1 %.
        assertThat(history.floor().smallestDifference()).isBetween(0.009, 0.016);
    }

    @Test
    void previewIsNoControl() {
        SimulatedNode node = new SimulatedNode(new Random(14), 0.01, 0.005, 0.01);
        List<Fork> five = IntStream.range(0, 5).mapToObj(_ -> node.fork(1, 2)).toList();

        assertThat(Control.of(SimulatedNode.evidence(five), NOW)).isEmpty();
    }

    private static double quarantined(Random random, int nodes, double alarmRate, int controls, int[] least) {
        int quarantined = 0;
        for (int node = 0; node < nodes; node++) {
            int alarms = 0;
            for (int count = 1; count <= controls; count++) {
                alarms += random.nextDouble() < alarmRate ? 1 : 0;
                if (alarms >= least[count]) {
                    quarantined++;
                    break;
                }
            }
        }
        return quarantined / (double) nodes;
    }

    private static int fewestAlarms(int count) {
        return IntStream.rangeClosed(0, count + 1)
                .filter(alarms ->
                        alarms > count || history(count, alarms).whyUnsound().isPresent())
                .findFirst()
                .orElseThrow();
    }

    private static ControlHistory history(int count, int alarms) {
        List<Control> controls = new ArrayList<>(Collections.nCopies(alarms, control(1.5, 0.01)));
        controls.addAll(Collections.nCopies(count - alarms, control(1, 0.01)));
        return new ControlHistory(controls);
    }

    private static NoiseFloor floor(double... logRatios) {
        return new ControlHistory(Arrays.stream(logRatios)
                        .mapToObj(log -> control(Math.exp(log), 0.1))
                        .toList())
                .floor();
    }

    private static Control control(double ratio, double half) {
        return new Control(NOW, 1, new Interval(ratio, ratio - half, ratio + half, 0.99));
    }
}
