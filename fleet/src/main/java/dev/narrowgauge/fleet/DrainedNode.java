package dev.narrowgauge.fleet;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * A node that was drained for some time.
 *
 * @param deviceClass that no other node of its fleet offers
 * @param from when its agent had heard of that, by the clock of the database
 * @param until when it was resumed
 */
record DrainedNode(String name, String deviceClass, Instant from, Instant until) {
    private static final String JOB_STATE = "job-state";
    private static final String TAKEN = "RUNNING";

    DrainedNode {
        requireNonNull(name, "name is null");
        requireNonNull(deviceClass, "deviceClass is null");
        requireNonNull(from, "from is null");
        requireNonNull(until, "until is null");
    }

    /**
     * What it took of the run all the same, in sentences; none where it took nothing.
     *
     * @param events all of the run
     */
    List<String> faults(String run, List<FleetApi.Event> events) {
        return events.stream()
                .filter(event -> event.type().equals(JOB_STATE))
                .map(FleetApi.Event::data)
                .filter(job -> job.path("state").asText().equals(TAKEN))
                .filter(job -> job.path("deviceClass").asText().equals(deviceClass))
                .map(job -> Instant.parse(job.path("at").asText()))
                .filter(taken -> taken.isAfter(from) && taken.isBefore(until))
                .map(taken -> "run %s has a job that %s took at %s, though it was drained until %s"
                        .formatted(run, name, taken, until))
                .toList();
    }
}
