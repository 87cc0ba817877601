package dev.narrowgauge.domain.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.stats.LatencyHistogram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TestTailRatio {
    private static final int FORKS = 8;
    private static final int RUNS = 150;
    private static final double CONFIDENCE = 0.9;

    @Test
    void valueOfAForkComparesItsProcesses() {
        List<Fork> forks = new ArrayList<>();
        for (int fork = 0; fork < FORKS; fork++) {
            // Of 200 runs the 198th is the 99th percentile.
            forks.add(fork(
                    tailed(Role.VARIANT, 1_000_000, 1_600_000),
                    tailed(Role.BASELINE, 1_000_000, 4_000_000),
                    tailed(Role.CONTROL, 1_000_000, 1_000_001)));
        }
        TailRatio ratio = TailRatio.of(evidence(forks)).orElseThrow();

        assertThat(ratio.logRatios())
                .hasSize(FORKS)
                .allSatisfy(each -> assertThat(Math.exp(each)).isCloseTo(1.6 / 2, within(0.002)));
    }

    /** The longest of few runs is no percentile. */
    @Test
    void forksWithFewRunsAreTakenTogether() {
        List<Fork> forks = new ArrayList<>();
        for (int fork = 0; fork < 2 * FORKS + 1; fork++) {
            forks.add(fork(drawn(Role.VARIANT, 60, 1, fork), drawn(Role.BASELINE, 60, 1, fork + 100)));
        }
        TailRatio ratio = TailRatio.of(evidence(forks)).orElseThrow();

        assertThat(ratio.logRatios()).hasSize(FORKS);
        assertThat(ratio.mean()).isPresent();
        assertThat(ratio.forksOf(3)).isEqualTo(7);
        assertThat(TailRatio.of(evidence(forks.subList(0, 2 * FORKS - 6)))
                        .orElseThrow()
                        .mean())
                .isEmpty();
    }

    @Test
    void nothingIsKnownWithoutTheRuns() {
        Fork fork = new Fork(
                List.of(),
                List.of(),
                List.of(new Round(
                        List.of(new Block(Role.BASELINE, 1, List.of()), new Block(Role.VARIANT, 1, List.of())))));

        assertThat(TailRatio.of(evidence(List.of(fork)))).isEmpty();
        assertThat(TailRatio.of(evidence(List.of()))).isEmpty();
    }

    /**
     * With tails of one run in fifty that takes up to twice as long, and processes that differ by 3 % for their life and by 10 %
     * in their tails.
     */
    @Test
    void intervalCoversTheTruth() {
        Random random = new Random(58);
        int repetitions = 300;
        int covered = 0;
        for (int repetition = 0; repetition < repetitions; repetition++) {
            List<Fork> forks = new ArrayList<>();
            for (int fork = 0; fork < FORKS; fork++) {
                forks.add(fork(
                        process(Role.VARIANT, random, 0.5),
                        process(Role.BASELINE, random, 1),
                        process(Role.CONTROL, random, 1)));
            }
            Interval interval = TailRatio.of(evidence(forks))
                    .flatMap(TailRatio::mean)
                    .orElseThrow()
                    .interval(CONFIDENCE);
            covered += interval.low() <= 0.5 && 0.5 <= interval.high() ? 1 : 0;
        }
        // Three standard errors below the 90 % that it is to cover.
        assertThat((double) covered / repetitions).isGreaterThan(0.9 - 3 * Math.sqrt(0.09 / repetitions));
    }

    private static Block process(Role role, Random random, double scale) {
        double own = scale * Math.exp(0.03 * random.nextGaussian());
        double tail = Math.exp(0.1 * random.nextGaussian());
        long[] nanos = new long[RUNS];
        Arrays.setAll(nanos, _ -> {
            double run = Math.exp(0.02 * random.nextGaussian());
            return Math.round(1e6 * own * (random.nextInt(50) == 0 ? run + tail * random.nextDouble() : run));
        });
        return block(role, nanos);
    }

    private static Block drawn(Role role, int runs, double scale, long seed) {
        Random random = new Random(seed);
        return block(
                role,
                LongStream.range(0, runs)
                        .map(_ -> Math.round(1e6 * scale * Math.exp(0.1 * random.nextGaussian())))
                        .toArray());
    }

    private static Block tailed(Role role, long typical, long tail) {
        long[] nanos = new long[200];
        Arrays.fill(nanos, typical);
        Arrays.fill(nanos, 197, 200, tail);
        return block(role, nanos);
    }

    private static Block block(Role role, long... nanos) {
        return new Block(role, 1, List.of(), 0L, LatencyHistogram.of(nanos).text(), List.of());
    }

    private static Fork fork(Block... blocks) {
        return new Fork(List.of(), List.of(), List.of(new Round(List.of(blocks))));
    }

    private static LatencyEvidence evidence(List<Fork> forks) {
        LatencyEvidence.Summary summary = new LatencyEvidence.Summary(1000, 1, 1, null, null);
        return new LatencyEvidence(summary, summary, forks, 1, 7, true);
    }
}
