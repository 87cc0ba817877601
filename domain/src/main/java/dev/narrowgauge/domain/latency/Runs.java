package dev.narrowgauge.domain.latency;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.stats.LatencyHistogram;
import dev.narrowgauge.domain.stats.Median;
import dev.narrowgauge.domain.stats.TailLatency;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The runs of one model in the rounds that count; where none counts, all of them, so that something is shown beside the
 * reason.
 *
 * @param forks blocks of each
 * @param typicalMillis geometric mean over the forks, of the baseline of the medians of the blocks of both its processes, of a variant of the
 *     baseline's time and the fork's ratio, so that the times of two models have the ratio that is given for them; NaN where
 *     nothing was timed
 */
public record Runs(List<List<Block>> forks, double typicalMillis) {
    private static final double NANOS_PER_MILLI = 1e6;

    public Runs {
        forks = List.copyOf(forks);
    }

    public static Runs of(List<Fork> forks, Role role) {
        requireNonNull(role, "role is null");
        if (role == Role.CONTROL) {
            throw new IllegalArgumentException("the control is a process of the baseline, no model of its own");
        }
        boolean anyCounts =
                forks.stream().flatMap(fork -> fork.rounds().stream()).anyMatch(Round::counts);
        List<List<Round>> rounds = forks.stream()
                .map(fork -> fork.rounds().stream()
                        .filter(round -> !anyCounts || round.counts())
                        .toList())
                .toList();
        return new Runs(
                rounds.stream().map(fork -> blocks(fork, role)).toList(),
                Math.exp(rounds.stream()
                        .filter(fork -> !fork.isEmpty())
                        .mapToDouble(fork -> typicalLogMillis(fork, role))
                        .average()
                        .orElse(Double.NaN)));
    }

    private static List<Block> blocks(List<Round> fork, Role role) {
        return fork.stream()
                .flatMap(round -> round.blocks().stream())
                .filter(block -> block.role() == role)
                .toList();
    }

    private static double typicalLogMillis(List<Round> fork, Role role) {
        double baseline =
                Median.of(fork.stream().mapToDouble(Round::logMedianOfBaseline).toArray());
        return role == Role.BASELINE
                ? baseline
                : baseline
                        + Median.of(fork.stream()
                                .flatMapToDouble(round -> round.logRatios(role))
                                .toArray());
    }

    /** Of each fork; empty where there is no block, or one has no histogram. */
    public Optional<List<LatencyHistogram>> histograms() {
        List<String> texts =
                forks.stream().flatMap(List::stream).map(Block::histogram).toList();
        return texts.isEmpty() || texts.stream().anyMatch(Objects::isNull)
                ? Optional.empty()
                : Optional.of(forks.stream().map(Runs::sum).toList());
    }

    private static LatencyHistogram sum(List<Block> fork) {
        return LatencyHistogram.sum(fork.stream()
                .map(Block::histogram)
                .map(LatencyHistogram::ofText)
                .toList());
    }

    /**
     * Upper estimate of a percentile, milliseconds; null where there are too few runs to say.
     *
     * @param forks runs of each
     */
    public static Double tailMillis(List<LatencyHistogram> forks, double percentile) {
        return tailMillis(forks, percentile, TailLatency.CONFIDENCE);
    }

    /** The same at another confidence. */
    static Double tailMillis(List<LatencyHistogram> forks, double percentile, double confidence) {
        OptionalLong nanos = TailLatency.upperEstimate(forks, percentile, confidence);
        return nanos.isPresent() ? nanos.getAsLong() / NANOS_PER_MILLI : null;
    }
}
