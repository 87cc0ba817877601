package dev.narrowgauge.domain.latency;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A node whose latencies are drawn: each process is faster or slower for its life, the machine drifts from block to block,
 * each block has noise of its own, and a neighbour that no counter shows slows some of them.
 */
final class SimulatedNode {
    private static final LatencyEvidence.Summary NOTHING = new LatencyEvidence.Summary(1, 1, 1, null, null);
    private static final double DRIFT_KEPT = 0.9;
    private static final double SLOWED = 4.0 / 3;

    private final Random random;
    private final double processDeviation;
    private final double driftDeviation;
    private final double blockDeviation;
    private final double slowedShare;
    private double drift;

    SimulatedNode(Random random, double processDeviation, double driftDeviation, double blockDeviation) {
        this(random, processDeviation, driftDeviation, blockDeviation, 0);
    }

    /** @param slowedShare of the blocks, which take a third longer */
    SimulatedNode(
            Random random, double processDeviation, double driftDeviation, double blockDeviation, double slowedShare) {
        this.random = random;
        this.processDeviation = processDeviation;
        this.driftDeviation = driftDeviation;
        this.blockDeviation = blockDeviation;
        this.slowedShare = slowedShare;
    }

    LatencyComparison compare(double ratio, int mostForks, double confidence, double margin) {
        return LatencyComparison.of(measure(ratio, mostForks, confidence, margin), confidence, margin);
    }

    /** As {@code narrowgauge benchmark} does: looks after every fork, stops when it is enough or at the last. */
    LatencyEvidence measure(double ratio, int mostForks, double confidence, double margin) {
        List<Fork> forks = new ArrayList<>();
        while (true) {
            forks.add(fork(ratio, ForkRounds.FEWEST, margin));
            LatencyEvidence evidence = evidence(forks);
            if (forks.size() >= mostForks
                    || LatencyComparison.of(evidence, confidence, margin).isEnough(margin)) {
                return evidence;
            }
        }
    }

    static LatencyEvidence evidence(List<Fork> forks) {
        return new LatencyEvidence(NOTHING, NOTHING, forks, 1, 7, true);
    }

    /** Of so many rounds. */
    Fork fork(double ratio, int rounds) {
        return fork(ratio, rounds, Double.POSITIVE_INFINITY);
    }

    private Fork fork(double ratio, int least, double margin) {
        double baseline = processDeviation * random.nextGaussian();
        double control = processDeviation * random.nextGaussian();
        double variant = Math.log(ratio) + processDeviation * random.nextGaussian();
        List<Round> all = new ArrayList<>();
        Fork fork;
        do {
            all.add(round(block(baseline), block(control), block(variant)));
            fork = new Fork(List.of(), List.of(), all);
        } while (ForkRounds.isWantingMore(
                List.of(fork.logRatios(Role.CONTROL), fork.logRatios(Role.VARIANT)), least, margin));
        return fork;
    }

    static Round round(double baseline, double control, double variant, String... voided) {
        return new Round(List.of(
                new Block(Role.BASELINE, baseline, List.of(voided)),
                new Block(Role.CONTROL, control, List.of(voided)),
                new Block(Role.VARIANT, variant, List.of())));
    }

    private double block(double logLevel) {
        drift = DRIFT_KEPT * drift + driftDeviation * random.nextGaussian();
        double time = Math.exp(logLevel + drift + blockDeviation * random.nextGaussian());
        return random.nextDouble() < slowedShare ? SLOWED * time : time;
    }
}
