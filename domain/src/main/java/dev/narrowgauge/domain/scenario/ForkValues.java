package dev.narrowgauge.domain.scenario;

import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.stats.NestedLogRatio;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One figure, once for each fork of fresh processes; what is constant for the life of a process is averaged out over forks
 * only.
 *
 * @param values positive, in the order of the forks
 */
public record ForkValues(List<Double> values) {
    public ForkValues {
        values = List.copyOf(values);
        if (!values.stream().allMatch(value -> value > 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException("not all are positive: " + values);
        }
    }

    /**
     * This / the other's, from the ratio in each fork, by Student's t over the logarithms; empty of fewer than two forks.
     *
     * @param baseline as many forks, the same ones
     */
    public Optional<Interval> ratioTo(ForkValues baseline, double confidence) {
        if (baseline.values.size() != values.size()) {
            throw new IllegalArgumentException(
                    "%d forks and %d are no pairs".formatted(values.size(), baseline.values.size()));
        }
        List<Double> logRatios = new ArrayList<>();
        for (int fork = 0; fork < values.size(); fork++) {
            logRatios.add(Math.log(values.get(fork) / baseline.values.get(fork)));
        }
        return interval(logRatios, confidence);
    }

    private static Optional<Interval> interval(List<Double> logs, double confidence) {
        return new NestedLogRatio(logs.stream().map(log -> new double[] {log}).toList()).intervalOfOneLook(confidence);
    }
}
