package dev.narrowgauge.domain.latency;

import dev.narrowgauge.domain.stats.Median;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A node whose latencies are drawn: each process is faster or slower for its life, the machine drifts from turn to turn,
 * each turn has noise of its own, and a neighbour that no counter shows slows some of them.
 */
final class SimulatedNode {
    private static final LatencyEvidence.Summary NOTHING = new LatencyEvidence.Summary(1, 1, 1, null, null);
    private static final int TURNS = 5;
    private static final double DRIFT_KEPT = 0.9;
    private static final double SLOWED = 4.0 / 3;

    private final Random random;
    private final double processDeviation;
    private final double driftDeviation;
    private final double turnDeviation;
    private final double slowedShare;
    private double drift;

    SimulatedNode(Random random, double processDeviation, double driftDeviation, double turnDeviation) {
        this(random, processDeviation, driftDeviation, turnDeviation, 0);
    }

    /** @param slowedShare of the turns, which take a third longer */
    SimulatedNode(
            Random random, double processDeviation, double driftDeviation, double turnDeviation, double slowedShare) {
        this.random = random;
        this.processDeviation = processDeviation;
        this.driftDeviation = driftDeviation;
        this.turnDeviation = turnDeviation;
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
            all.add(turns(baseline, control, variant));
            fork = new Fork(List.of(), List.of(), all);
        } while (ForkRounds.isWantingMore(List.of(fork.logRatios(Role.VARIANT)), all.size(), least, margin));
        return fork;
    }

    private Round turns(double baseline, double control, double variant) {
        List<List<Double>> times = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int turn = 0; turn < TURNS; turn++) {
            times.get(0).add(time(baseline));
            times.get(1).add(time(control));
            times.get(2).add(time(variant));
        }
        return new Round(List.of(
                block(Role.BASELINE, times.get(0)),
                block(Role.CONTROL, times.get(1)),
                block(Role.VARIANT, times.get(2))));
    }

    private static Block block(Role role, List<Double> turnMillis) {
        double median =
                Median.of(turnMillis.stream().mapToDouble(Double::doubleValue).toArray());
        return new Block(
                role,
                median,
                List.of(),
                null,
                null,
                turnMillis.stream().map(millis -> new Turn(millis, 1)).toList());
    }

    static Round round(double baseline, double control, double variant, String... voided) {
        return new Round(List.of(
                new Block(Role.BASELINE, baseline, List.of(voided)),
                new Block(Role.CONTROL, control, List.of(voided)),
                new Block(Role.VARIANT, variant, List.of())));
    }

    private double time(double logLevel) {
        drift = DRIFT_KEPT * drift + driftDeviation * random.nextGaussian();
        double time = Math.exp(logLevel + drift + turnDeviation * random.nextGaussian());
        return random.nextDouble() < slowedShare ? SLOWED * time : time;
    }
}
