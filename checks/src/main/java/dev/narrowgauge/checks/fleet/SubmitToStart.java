package dev.narrowgauge.checks.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.fleet.Fleet;
import dev.narrowgauge.fleet.FleetApi;
import dev.narrowgauge.fleet.FleetPlan;
import dev.narrowgauge.fleet.RunInputs;
import dev.narrowgauge.fleet.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How soon a worker that has nothing to do starts on what a client asks for: from before the request is sent until the worker
 * has the job, by the clock of the one machine that all are on.
 *
 * @param millis of each run, in their order
 */
record SubmitToStart(List<Double> millis) {
    private static final int RUNS = 40;

    /** At first programs compile what they do for the first time. */
    private static final int NOT_COUNTED = 10;

    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** For the worker to end what was cancelled. */
    private static final Duration PAUSE = Duration.ofSeconds(3);

    private static final double NANOSECONDS = 1e6;

    static SubmitToStart measure(FleetPlan plan, Path demo) {
        try (Fleet fleet = Fleet.start(plan)) {
            RunInputs inputs = RunInputs.upload(fleet.api(), demo, "digits-cnn");
            List<Double> millis = new ArrayList<>();
            for (int i = 0; i < NOT_COUNTED + RUNS; i++) {
                double waited = once(fleet, inputs);
                if (i >= NOT_COUNTED) {
                    millis.add(waited);
                }
            }
            return new SubmitToStart(millis);
        }
    }

    private static double once(Fleet fleet, RunInputs inputs) {
        Instant sent = Instant.now();
        String run = fleet.api().submit(inputs, List.of(RunInputs.INT8), fleet.deviceClasses());
        boolean started =
                Waiting.until(LIMIT, () -> !startedAt(fleet.api(), run).isEmpty());
        if (!started) {
            throw new NarrowgaugeException(
                    ErrorCode.INTERNAL_ERROR,
                    "No worker has started on run %s within %d s.".formatted(run, LIMIT.toSeconds()));
        }
        Instant taken = Instant.parse(startedAt(fleet.api(), run));
        fleet.api().cancel(run);
        Waiting.pause(PAUSE);
        return Duration.between(sent, taken).toNanos() / NANOSECONDS;
    }

    /** Empty before. */
    private static String startedAt(FleetApi api, String run) {
        List<JsonNode> jobs = api.items("/v1/runs/%s/jobs".formatted(run));
        return jobs.getFirst().path("startedAt").asText("");
    }

    double p50() {
        return Quantile.of(millis, Quantile.MEDIAN);
    }

    double longest() {
        return Quantile.of(millis, 1);
    }

    String line() {
        return String.format(Locale.ROOT, "p50 %.1f ms, longest %.1f ms, of %d", p50(), longest(), millis.size());
    }
}
