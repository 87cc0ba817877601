package dev.narrowgauge.metrics;

import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobKind;
import dev.narrowgauge.queue.AttemptEnd;
import dev.narrowgauge.queue.TaskListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** How the tasks of this process go. */
@Singleton
public final class TaskMeters implements TaskListener {
    /** Engines name their stages, and nobody else holds them to a list. */
    private static final int MOST_STAGES = 32;

    private static final String OTHER_STAGE = "other";

    private final MeterRegistry registry;
    private final ClaimMeters claims;
    private final Set<String> stages = ConcurrentHashMap.newKeySet();

    public TaskMeters(MeterRegistry registry, ClaimMeters claims) {
        this.registry = registry;
        this.claims = claims;
        // From the start, so that the first of its kind is seen as a change.
        for (JobKind kind : JobKind.values()) {
            for (AttemptEnd end : AttemptEnd.values()) {
                attempt(kind, end);
            }
        }
    }

    @Override
    public void taken(Job job, Duration waited) {
        claims.taken(job, waited);
    }

    @Override
    public void leasesLost(int jobs) {
        claims.leasesLost(jobs);
    }

    @Override
    public void stageEnded(Job job, String stage, Duration elapsed) {
        Timer.builder("narrowgauge.job.stage")
                .description("How long a stage of an attempt took")
                .tag(Labels.KIND, Labels.of(job.kind()))
                .tag("stage", known(stage))
                .serviceLevelObjectives(Labels.TIMES)
                .register(registry)
                .record(elapsed);
    }

    private String known(String stage) {
        if (stages.contains(stage)) {
            return stage;
        }
        return stages.size() < MOST_STAGES && stages.add(stage) ? stage : OTHER_STAGE;
    }

    @Override
    public void attemptEnded(Job job, AttemptEnd end, Duration elapsed) {
        attempt(job.kind(), end).record(elapsed);
    }

    private Timer attempt(JobKind kind, AttemptEnd end) {
        return Timer.builder("narrowgauge.job.attempt")
                .description("From the time when this process took a job to the end of that attempt, by how it ended")
                .tag(Labels.KIND, Labels.of(kind))
                .tag(Labels.OUTCOME, Labels.of(end))
                .serviceLevelObjectives(Labels.TIMES)
                .register(registry);
    }
}
