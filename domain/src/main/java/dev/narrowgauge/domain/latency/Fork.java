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

    /** Of each turn of the rounds that count and have a block of that process, ln(its time / the baseline's). */
    double[] logRatios(Role role) {
        return rounds.stream()
                .filter(Round::counts)
                .flatMapToDouble(round -> round.logRatios(role))
                .toArray();
    }
}
