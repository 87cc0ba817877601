package dev.narrowgauge.db;

import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobEvent;
import dev.narrowgauge.domain.job.JobMachine;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.job.Transition.HandBack;
import dev.narrowgauge.domain.job.Transition.Ignored;
import dev.narrowgauge.domain.job.Transition.Requeue;
import dev.narrowgauge.domain.job.Transition.To;
import dev.narrowgauge.domain.run.RunState;
import dev.narrowgauge.domain.timeline.AttemptEnd;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Writes down what the state machine says: the job's new state, the next attempt's message, the event for those who
 * watch, in the caller's transaction or in one of its own.
 */
final class JobTransitions {
    private JobTransitions() {}

    /** The job after the event; empty when there is no such job or the event changes nothing. */
    static Optional<Job> apply(Handle handle, UUID jobId, JobEvent event) {
        JobRows.lockRunOf(handle, jobId);
        return JobRows.lock(handle, jobId)
                .flatMap(locked -> switch (JobMachine.apply(locked.job(), event, locked.now())) {
                    case To(Job after) -> {
                        write(handle, locked, after);
                        yield Optional.of(after);
                    }
                    case Requeue(Job after, Instant notBefore) -> {
                        write(handle, locked, after);
                        dispatch(handle, after, notBefore);
                        yield Optional.of(after);
                    }
                    case HandBack(Job after, Instant notBefore) -> {
                        write(handle, locked, after);
                        JobRows.waitsOn(handle, locked);
                        dispatch(handle, after, notBefore);
                        yield Optional.of(after);
                    }
                    case Ignored _ -> Optional.empty();
                });
    }

    /** In a transaction of its own: whether it changed the job. */
    static boolean apply(Scopes scopes, UUID jobId, JobEvent event) {
        return scopes.inTransaction(handle -> apply(handle, jobId, event).isPresent());
    }

    static void dispatch(Handle handle, Job job, Instant notBefore) {
        OutboxStore.add(handle, job, notBefore);
        JobRows.dispatched(handle, job.id(), notBefore);
    }

    private static void write(Handle handle, JobRows.Locked before, Job after) {
        Job job = before.job();
        boolean taken = job.state() == JobState.QUEUED && after.state() == JobState.RUNNING;
        if (taken && !RunRows.hasStarted(handle, job.runId())) {
            RunStore.announce(handle, job.runId(), RunState.RUNNING, Map.of());
        }
        JobRows.update(handle, after, before.now());
        if (taken) {
            JobRows.runServed(handle, after, before.now());
            JobRows.projectServed(handle, after.id(), before.now());
        }
        EventStore.append(handle, after.runId(), EventStore.JOB_STATE, Optional.of(after.id()), event(job, after));
        if (job.state() == JobState.RUNNING) {
            EventStore.tell(handle, Channel.ATTEMPT_LOST, after.id().toString());
        }
    }

    /** As below, and how the attempt ended that this ends. */
    private static Map<String, Object> event(Job before, Job after) {
        Map<String, Object> data = event(after);
        if (after.state() != JobState.RUNNING) {
            data.put("attemptEnd", AttemptEnd.between(before, after).name());
        }
        return data;
    }

    /** What its run's event says of the job as it stands now. */
    static Map<String, Object> event(Job job) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("kind", job.kind().name());
        data.put("subject", job.subject());
        job.deviceClass().ifPresent(deviceClass -> data.put("deviceClass", deviceClass));
        data.put("state", job.state().name());
        data.put("attempt", job.attempt());
        job.error().ifPresent(error -> {
            data.put("errorCode", error.code().name());
            data.put("errorMessage", error.message());
        });
        return data;
    }
}
