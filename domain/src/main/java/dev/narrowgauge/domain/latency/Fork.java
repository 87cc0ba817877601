package dev.narrowgauge.domain.latency;

import java.util.List;

/**
 * Fresh processes of baseline, control and variant, and what was timed in them.
 *
 * @param startOrder in which the processes were started, at random
 * @param paddingBytes added to the environment of each process in that order, at random, so that its stack lies elsewhere
 * @param rounds in the order in which they ran, those that do not count included
 */
public record Fork(List<Role> startOrder, List<Integer> paddingBytes, List<Round> rounds) {
    public Fork {
        startOrder = startOrder == null ? List.of() : List.copyOf(startOrder);
        paddingBytes = paddingBytes == null ? List.of() : List.copyOf(paddingBytes);
        rounds = List.copyOf(rounds);
    }

    double[] variantLogRatios() {
        return rounds.stream()
                .filter(Round::counts)
                .mapToDouble(Round::variantLogRatio)
                .toArray();
    }

    double[] controlLogRatios() {
        return rounds.stream()
                .filter(Round::counts)
                .flatMap(round -> round.controlLogRatio().stream())
                .mapToDouble(Double::doubleValue)
                .toArray();
    }
}
