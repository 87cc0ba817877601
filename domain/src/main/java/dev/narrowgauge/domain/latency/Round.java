package dev.narrowgauge.domain.latency;

import java.util.List;
import java.util.Optional;

/**
 * A block of runs of each process of a fork, back to back.
 *
 * @param blocks in the order in which they ran, which is random; one of the baseline and one of the variant at least
 */
public record Round(List<Block> blocks) {
    public Round {
        blocks = List.copyOf(blocks);
    }

    /** A round with a void block is no comparison. */
    public boolean counts() {
        return blocks.stream().allMatch(Block::counts);
    }

    /** ln(time of that process / of the baseline); empty where the round has no block of it. */
    Optional<Double> logRatio(Role role) {
        return logMedian(role).flatMap(time -> logMedian(Role.BASELINE).map(baseline -> time - baseline));
    }

    Optional<Double> logMedian(Role role) {
        return blocks.stream()
                .filter(block -> block.role() == role)
                .map(block -> Math.log(block.medianMillis()))
                .findFirst();
    }
}
