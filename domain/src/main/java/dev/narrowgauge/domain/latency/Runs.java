package dev.narrowgauge.domain.latency;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.stats.LatencyHistogram;
import dev.narrowgauge.domain.stats.TailLatency;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.DoubleStream;

/**
 * The runs of one model in the rounds that count; where none counts, all of them, so that something is shown beside the
 * reason.
 *
 * @param forks blocks of each
 */
public record Runs(List<List<Block>> forks) {
    private static final double NANOS_PER_MILLI = 1e6;

    public Runs {
        forks = List.copyOf(forks);
    }

    public static Runs of(List<Fork> forks, Role role) {
        requireNonNull(role, "role is null");
        boolean anyCounts =
                forks.stream().flatMap(fork -> fork.rounds().stream()).anyMatch(Round::counts);
        return new Runs(forks.stream()
                .map(fork -> fork.rounds().stream()
                        .filter(round -> !anyCounts || round.counts())
                        .flatMap(round -> round.blocks().stream())
                        .filter(block -> block.role() == role)
                        .toList())
                .toList());
    }

    /**
     * Of the medians of the blocks the geometric mean over each fork's, and over the forks, so that the times of two models
     * have the ratio that is given for them.
     */
    public double typicalMillis() {
        return geometricMean(forks.stream()
                .filter(blocks -> !blocks.isEmpty())
                .mapToDouble(blocks -> geometricMean(blocks.stream().mapToDouble(Block::medianMillis))));
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
        OptionalLong nanos = TailLatency.upperEstimate(forks, percentile);
        return nanos.isPresent() ? nanos.getAsLong() / NANOS_PER_MILLI : null;
    }

    private static double geometricMean(DoubleStream values) {
        return Math.exp(values.map(Math::log).average().orElseThrow());
    }
}
