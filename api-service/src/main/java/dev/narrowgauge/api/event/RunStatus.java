package dev.narrowgauge.api.event;

import static java.util.stream.Collectors.joining;

import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.domain.job.JobStanding;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.run.RunState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Where a run stands, for somebody who waits for it.
 *
 * @param jobs that it has so far; a variant's measurements are filed when it is made
 * @param ended of those
 * @param running of those
 * @param waiting the others
 * @param sentence the same for a person
 */
@Schema(description = "Where a run stands: the data of a heartbeat and of a timeout")
record RunStatus(RunState state, int jobs, int ended, int running, List<Waiting> waiting, String sentence) {
    RunStatus {
        waiting = List.copyOf(waiting);
    }

    /**
     * @param place in the queue of its kind and device class, 1 for the next
     * @param obstacle why it waits for more than its turn, as a sentence; empty where somebody takes such jobs
     */
    record Waiting(
            UUID jobId,
            JobKind kind,
            Optional<String> deviceClass,
            Instant queuedAt,
            long place,
            Optional<String> obstacle) {
        static Waiting of(JobStanding standing, Function<String, Optional<String>> obstacle) {
            Job job = standing.job();
            return new Waiting(
                    job.id(),
                    job.kind(),
                    job.deviceClass(),
                    standing.queuedAt(),
                    standing.place().orElseThrow(),
                    job.deviceClass().flatMap(obstacle));
        }

        String sentence() {
            String wait = "One has waited since %s for %s and has place %d in the queue."
                    .formatted(
                            queuedAt.truncatedTo(ChronoUnit.SECONDS),
                            deviceClass.map("a node that offers %s"::formatted).orElse("a worker"),
                            place);
            return obstacle.map(why -> wait + " " + why).orElse(wait);
        }
    }

    /** @param obstacle of a device class, as {@link Waiting} has it; asked once for each */
    static RunStatus of(RunState state, List<JobStanding> jobs, Function<String, Optional<String>> obstacle) {
        Map<String, Optional<String>> obstacles = new HashMap<>();
        int ended =
                (int) jobs.stream().filter(job -> job.job().state().terminal()).count();
        int running = (int) jobs.stream()
                .filter(job -> job.job().state() == JobState.RUNNING)
                .count();
        List<Waiting> waiting = jobs.stream()
                .filter(job -> job.place().isPresent())
                .map(job -> Waiting.of(job, asked -> obstacles.computeIfAbsent(asked, obstacle)))
                .toList();
        String counts = "The run is %s: of its %d jobs so far %d have ended, %d run and %d wait."
                .formatted(state, jobs.size(), ended, running, waiting.size());
        String sentence = Stream.concat(Stream.of(counts), waiting.stream().map(Waiting::sentence))
                .collect(joining(" "));
        return new RunStatus(state, jobs.size(), ended, running, waiting, sentence);
    }
}
