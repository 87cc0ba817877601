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

    double variantLogRatio() {
        return logMedian(Role.VARIANT).orElseThrow() - logMedian(Role.BASELINE).orElseThrow();
    }

    Optional<Double> controlLogRatio() {
        return logMedian(Role.CONTROL)
                .map(control -> control - logMedian(Role.BASELINE).orElseThrow());
    }

    private Optional<Double> logMedian(Role role) {
        return blocks.stream()
                .filter(block -> block.role() == role)
                .map(block -> Math.log(block.medianMillis()))
                .findFirst();
    }
}
