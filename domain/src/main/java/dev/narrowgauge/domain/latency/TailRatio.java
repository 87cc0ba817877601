package dev.narrowgauge.domain.latency;

import dev.narrowgauge.domain.stats.LatencyHistogram;
import dev.narrowgauge.domain.stats.LogMean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The 99th percentile of a variant's latency over that of its baseline. Forks are the unit, as of the ratio of medians: with
 * the 99th percentiles of the runs of a fork's processes, its value is
 *
 * <pre>
 *   d = ln p99(variant) − (ln p99(baseline) + ln p99(control)) / 2
 * </pre>
 *
 * and the interval is that of the mean of these values by Student's t. Of fewer than {@value #FEWEST_RUNS} runs of each process a
 * 99th percentile is no more than the longest of them; so where forks have fewer, those that follow each other are taken together
 * until there are as many. Tails scatter from process to process far more than medians do, and the interval is as wide as that.
 *
 * @param logRatios of the forks, or of as many groups of forks
 * @param forks that count
 */
public record TailRatio(List<Double> logRatios, int forks) {
    private static final double PERCENTILE = 0.99;
    private static final int FEWEST_RUNS = 100;
    private static final List<Role> PROCESSES = List.of(Role.VARIANT, Role.BASELINE, Role.CONTROL);

    public TailRatio {
        logRatios = List.copyOf(logRatios);
    }

    /** Empty where the runs were not kept. */
    public static Optional<TailRatio> of(LatencyEvidence evidence) {
        List<List<Block>> forks = evidence.forks().stream()
                .map(TailRatio::blocks)
                .filter(fork -> !fork.isEmpty())
                .toList();
        if (forks.isEmpty() || forks.stream().flatMap(List::stream).anyMatch(block -> block.histogram() == null)) {
            return Optional.empty();
        }
        List<Double> ratios = new ArrayList<>();
        List<Block> group = new ArrayList<>();
        for (List<Block> fork : forks) {
            group.addAll(fork);
            Runs runs = Runs.of(group);
            if (runs.areEnough()) {
                ratios.add(runs.logRatio());
                group.clear();
            }
        }
        return Optional.of(new TailRatio(ratios, forks.size()));
    }

    private static List<Block> blocks(Fork fork) {
        return fork.rounds().stream()
                .filter(Round::counts)
                .flatMap(round -> round.blocks().stream())
                .toList();
    }

    /** Empty of fewer values than an answer takes forks. */
    public Optional<LogMean> mean() {
        return logRatios.size() < LatencyComparison.FEWEST_FORKS
                ? Optional.empty()
                : Optional.of(LogMean.of(
                        logRatios.stream().mapToDouble(Double::doubleValue).toArray()));
    }

    /** How many forks are like so many values, at the rate of those that there are. */
    public int forksOf(int values) {
        return logRatios.isEmpty() ? values * Math.max(1, forks) : Math.ceilDiv(values * forks, logRatios.size());
    }

    /** How many values an answer takes that are not there. */
    public int fewestMore() {
        return Math.max(1, LatencyComparison.FEWEST_FORKS - logRatios.size());
    }

    /** Of each of the processes, in their order; of one that did not run, of none. */
    private record Runs(List<LatencyHistogram> processes) {
        static Runs of(List<Block> blocks) {
            return new Runs(PROCESSES.stream()
                    .map(role -> LatencyHistogram.sum(blocks.stream()
                            .filter(block -> block.role() == role)
                            .map(Block::histogram)
                            .filter(Objects::nonNull)
                            .map(LatencyHistogram::ofText)
                            .toList()))
                    .toList());
        }

        /** Older evidence has no control, or only the two. */
        boolean areEnough() {
            return processes.stream().limit(2).allMatch(runs -> runs.runs() >= FEWEST_RUNS)
                    && (processes.getLast().runs() == 0 || processes.getLast().runs() >= FEWEST_RUNS);
        }

        double logRatio() {
            double[] logs = processes.stream()
                    .filter(runs -> runs.runs() > 0)
                    .mapToDouble(runs -> Math.log(runs.nanosOfRank((long) Math.ceil(PERCENTILE * runs.runs()))))
                    .toArray();
            return logs[0] - Arrays.stream(logs, 1, logs.length).average().orElseThrow();
        }
    }
}
