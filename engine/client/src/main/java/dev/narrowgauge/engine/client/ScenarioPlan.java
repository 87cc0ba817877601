package dev.narrowgauge.engine.client;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.scenario.LatencyLimit;
import dev.narrowgauge.domain.scenario.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How models are measured in a scenario.
 *
 * @param batchSizes samples per run, each measured by itself; 1 alone in the server scenario, whose queries are of one sample
 * @param threads of ONNX Runtime, each measured by itself; 0 takes one for each physical core
 * @param forks each of a fresh process for every model
 * @param seconds that a load lasts at least, where its runs follow each other
 * @param limit of the server scenario, empty in others
 * @param precision of the peak rate, relative
 * @param search that looking for one peak rate may take
 * @param seed of everything that is drawn at random
 */
public record ScenarioPlan(
        Scenario scenario,
        List<Integer> batchSizes,
        List<Integer> threads,
        int forks,
        double seconds,
        Optional<LatencyLimit> limit,
        double precision,
        Duration search,
        long seed) {
    public static final int STANDARD_FORKS = 3;
    public static final double STANDARD_SECONDS = 1;
    public static final double STANDARD_PRECISION = 0.05;
    public static final Duration STANDARD_SEARCH = Duration.ofMinutes(2);

    public ScenarioPlan {
        requireNonNull(scenario, "scenario is null");
        batchSizes = List.copyOf(batchSizes);
        threads = List.copyOf(threads);
        requireNonNull(limit, "limit is null");
        requireNonNull(search, "search is null");
        if (batchSizes.isEmpty() || batchSizes.stream().anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException("batchSizes are not positive: " + batchSizes);
        }
        if (threads.isEmpty() || threads.stream().anyMatch(number -> number < 0)) {
            throw new IllegalArgumentException("threads are negative: " + threads);
        }
        if (forks < 1 || !(seconds > 0) || !(precision > 0)) {
            throw new IllegalArgumentException(
                    "forks, seconds and precision are not positive: %d, %s, %s".formatted(forks, seconds, precision));
        }
        if (limit.isPresent() != (scenario == Scenario.SERVER)) {
            throw new IllegalArgumentException("only the server scenario has a latency limit, and it always does");
        }
        if (scenario == Scenario.SERVER && !batchSizes.equals(List.of(1))) {
            throw new IllegalArgumentException("a query is of one sample, not of " + batchSizes);
        }
    }

    /** Measurements of one model. */
    int settings() {
        return batchSizes.size() * threads.size();
    }
}
