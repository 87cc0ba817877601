package dev.narrowgauge.domain.latency;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The processes of a fork in turn, a short turn each, again and again, in an order that is drawn for every turn (ADR 19). What changes
 * in a machine meanwhile then meets all of them alike, however slowly or quickly it changes.
 *
 * @param blocks what ran of each process, in the order of their first turns; one of the baseline and one of the variant at
 *     least, all of as many turns
 */
public record Round(List<Block> blocks) {
    public Round {
        blocks = List.copyOf(blocks);
        if (blocks.stream().map(block -> block.turnMedians().size()).distinct().count() > 1) {
            throw new IllegalArgumentException("the blocks of a round are not of as many turns");
        }
    }

    /** A round with a void block is no comparison. */
    public boolean counts() {
        return blocks.stream().allMatch(Block::counts);
    }

    /**
     * Of each turn, ln(time of that process / of the baseline); none where the round has no block of it. The baseline's time is
     * the geometric mean of its process's and the control's, which is a process of the baseline as well: where processes
     * differ alike that takes away a quarter of the variance. The control itself is compared with the other alone.
     */
    public DoubleStream logRatios(Role role) {
        Optional<double[]> times = logTurns(role);
        Optional<double[]> baseline = logTurns(Role.BASELINE);
        if (times.isEmpty() || baseline.isEmpty()) {
            return DoubleStream.empty();
        }
        double[] first = baseline.get();
        double[] second = role == Role.CONTROL ? first : logTurns(Role.CONTROL).orElse(first);
        return IntStream.range(0, times.get().length)
                .mapToDouble(turn -> times.get()[turn] - (first[turn] + second[turn]) / 2);
    }

    private Optional<double[]> logTurns(Role role) {
        return block(role)
                .map(block ->
                        block.turnMedians().stream().mapToDouble(Math::log).toArray());
    }

    private OptionalDouble logMedian(Role role) {
        return block(role).stream()
                .mapToDouble(block -> Math.log(block.medianMillis()))
                .findFirst();
    }

    /** Of the baseline's time, with which {@link #logRatios} compares. */
    double logMedianOfBaseline() {
        double first = logMedian(Role.BASELINE).orElseThrow();
        return (first + logMedian(Role.CONTROL).orElse(first)) / 2;
    }

    private Optional<Block> block(Role role) {
        return blocks.stream().filter(block -> block.role() == role).findFirst();
    }
}
