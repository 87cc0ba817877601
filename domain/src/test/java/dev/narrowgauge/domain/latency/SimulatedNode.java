package dev.narrowgauge.domain.latency;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A node whose latencies are drawn: each process is faster or slower for its life, the machine drifts from block to block,
 * and each block has noise of its own.
 */
final class SimulatedNode {
    private static final LatencyEvidence.Summary NOTHING = new LatencyEvidence.Summary(1, 1, 1, null, null);
    private static final double DRIFT_KEPT = 0.9;

    private final Random random;
    private final double processDeviation;
    private final double driftDeviation;
    private final double blockDeviation;
    private double drift;

    SimulatedNode(Random random, double processDeviation, double driftDeviation, double blockDeviation) {
        this.random = random;
        this.processDeviation = processDeviation;
        this.driftDeviation = driftDeviation;
        this.blockDeviation = blockDeviation;
    }

    LatencyComparison compare(double ratio, int mostForks, double confidence, double margin) {
        return LatencyComparison.of(measure(ratio, mostForks, confidence, margin), confidence, margin);
    }

    /** As {@code narrowgauge benchmark} does: looks after every fork, stops when it is enough or at the last. */
    LatencyEvidence measure(double ratio, int mostForks, double confidence, double margin) {
        List<Fork> forks = new ArrayList<>();
        while (true) {
            forks.add(fork(ratio, 2));
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

    Fork fork(double ratio, int rounds) {
        double baseline = processDeviation * random.nextGaussian();
        double control = processDeviation * random.nextGaussian();
        double variant = Math.log(ratio) + processDeviation * random.nextGaussian();
        List<Round> all = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            all.add(round(block(baseline), block(control), block(variant)));
        }
        return new Fork(List.of(), List.of(), all);
    }

    static Round round(double baseline, double control, double variant, String... voided) {
        return new Round(List.of(
                new Block(Role.BASELINE, baseline, List.of(voided)),
                new Block(Role.CONTROL, control, List.of(voided)),
                new Block(Role.VARIANT, variant, List.of())));
    }

    private double block(double logLevel) {
        drift = DRIFT_KEPT * drift + driftDeviation * random.nextGaussian();
        return Math.exp(logLevel + drift + blockDeviation * random.nextGaussian());
    }
}
