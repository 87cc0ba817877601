package dev.narrowgauge.domain.timeline;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;

import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.run.RunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Where the time of a run went, by the clock of those who wrote it down.
 *
 * @param toldAt what lasts then is told until then
 * @param jobs quantize jobs first
 */
public record RunTimeline(
        UUID runId,
        RunState state,
        Instant createdAt,
        Optional<Instant> endedAt,
        Instant toldAt,
        List<JobTimeline> jobs) {
    public RunTimeline {
        requireNonNull(runId, "runId is null");
        requireNonNull(state, "state is null");
        requireNonNull(createdAt, "createdAt is null");
        requireNonNull(endedAt, "endedAt is null");
        requireNonNull(toldAt, "toldAt is null");
        jobs = List.copyOf(jobs);
    }

    /**
     * @param jobs of the run, quantize jobs first
     * @param facts of these, in the order in which they happened; of a job without any nothing is known
     * @param now not before any of the facts
     */
    public static RunTimeline of(Run run, List<Job> jobs, List<JobFact> facts, Instant now) {
        Map<UUID, List<JobFact>> ofJob = facts.stream().collect(groupingBy(JobFact::jobId));
        return new RunTimeline(
                run.id(),
                run.state(),
                run.createdAt(),
                run.endedAt(),
                now,
                jobs.stream()
                        .map(job -> JobTimeline.of(job, ofJob.getOrDefault(job.id(), List.of()), now))
                        .toList());
    }

    /** From its submission to its end, or so far. */
    public double seconds() {
        return Phase.seconds(createdAt, endedAt.orElse(toldAt));
    }

    /** How much each phase took, and the decision at the end. */
    public List<TimeShare> shares() {
        List<TimeShare> shares = new ArrayList<>(TimeShare.of(jobs));
        deciding()
                .ifPresent(seconds ->
                        shares.add(new TimeShare(TimeShare.DECIDE, Optional.empty(), Optional.empty(), 0, seconds)));
        return List.copyOf(shares);
    }

    private Optional<Double> deciding() {
        if (state != RunState.DONE) {
            return Optional.empty();
        }
        Optional<Instant> lastEnd = jobs.stream()
                .flatMap(job -> job.attempts().stream())
                .flatMap(attempt -> attempt.endedAt().stream())
                .max(Instant::compareTo);
        return lastEnd.map(from -> Phase.seconds(from, endedAt.orElse(toldAt)));
    }
}
