package dev.narrowgauge.domain.latency;

import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The processes of a fork in turn, a hundredth of a second each, in an order that is drawn for every turn. What changes
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

    /** Of each turn, ln(time of that process / of the baseline); none where the round has no block of it. */
    DoubleStream logRatios(Role role) {
        Optional<List<Double>> times = turns(role);
        Optional<List<Double>> baseline = turns(Role.BASELINE);
        if (times.isEmpty() || baseline.isEmpty()) {
            return DoubleStream.empty();
        }
        return IntStream.range(0, times.get().size())
                .mapToDouble(turn -> Math.log(times.get().get(turn))
                        - Math.log(baseline.get().get(turn)));
    }

    private Optional<List<Double>> turns(Role role) {
        return block(role).map(Block::turnMedians);
    }

    Optional<Double> logMedian(Role role) {
        return block(role).map(block -> Math.log(block.medianMillis()));
    }

    private Optional<Block> block(Role role) {
        return blocks.stream().filter(block -> block.role() == role).findFirst();
    }
}
