package dev.narrowgauge.api.agent;

import static dev.narrowgauge.db.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.db.ControlStore;
import dev.narrowgauge.db.EventStore;
import dev.narrowgauge.db.MeasurementStore;
import dev.narrowgauge.db.Progress;
import dev.narrowgauge.db.Samples;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.latency.AgreementSession;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.domain.node.Standing;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.trace.TraceParent;
import dev.narrowgauge.domain.variant.Measurement;
import dev.narrowgauge.gateway.BenchmarkInputs;
import dev.narrowgauge.gateway.ControlPlane;
import dev.narrowgauge.queue.TaskSource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What an agent may rely on, whichever way it reaches the services. */
abstract class ControlPlaneContract extends ControlPlaneTest {
    private static final TraceParent TRACE =
            new TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", "01");

    @Test
    void oneAgentSpeaksForANodeUntilItLeaves() {
        ControlPlane first = plane("first");
        ControlPlane second = plane("second");
        assertThat(first.seen(NODE, AT_WORK)).as("not registered yet").isEmpty();
        assertThat(first.register(node())).contains(Standing.good());
        assertThat(second.register(node())).isEmpty();
        assertThat(second.seen(NODE, AT_WORK)).isEmpty();
        Node known = nodes.find(NODE).orElseThrow();
        assertThat(known.deviceClasses()).containsExactly(CLASS);
        assertThat(known.profile()).isEqualTo(node().profile());
        assertThat(known.labels()).isEqualTo(node().labels());

        assertThat(first.seen(NODE, AT_WORK)).contains(Standing.good());
        assertThat(nodes.find(NODE).orElseThrow().lastSeenAt()).isAfter(known.lastSeenAt());
        first.leave(NODE);
        assertThat(second.register(node())).isPresent();
        assertThat(first.seen(NODE, AT_WORK)).isEmpty();
    }

    @Test
    void jobIsTakenWorkedOnAndEndsWithItsMeasurement() {
        Run run = quantized();
        jdbi.useHandle(handle -> handle.execute("UPDATE job SET trace_parent = ?", TRACE.text()));
        ControlPlane plane = joined("agent");
        TaskSource source = plane.tasks(List.of(CLASS));
        Job job = taken(source);
        Job stored = jobs.find(job.id()).orElseThrow();
        assertThat(job.lease().orElseThrow().owner())
                .isEqualTo(stored.lease().orElseThrow().owner());
        assertThat(job.runId()).isEqualTo(run.id());
        assertThat(job.subject()).isEqualTo(stored.subject());
        assertThat(job.deviceClass()).contains(CLASS);
        assertThat(job.documents()).isEqualTo(stored.documents());
        assertThat(job.trace().parent()).contains(TRACE);
        assertThat(job.trace()).isEqualTo(stored.trace());
        assertThat(job.attempt()).isEqualTo(1);
        UUID variant = UUID.fromString(job.subject());
        assertThat(plane.inputs(job))
                .isEqualTo(new BenchmarkInputs(
                        Samples.MODEL,
                        Samples.EVALUATION,
                        variant,
                        variants.find(variant).orElseThrow().sha256(),
                        OptionalInt.empty()));

        Instant until = stored.lease().orElseThrow().until();
        assertThat(source.heartbeat(job.id(), 1, "agent", LEASE.multipliedBy(2)))
                .isTrue();
        assertThat(jobs.find(job.id()).orElseThrow().lease().orElseThrow().until())
                .isAfter(until);
        assertThat(source.progress(
                        job.id(), 1, new Progress("measure", 1, 2, OptionalDouble.of(3), Optional.of("ratio 0.5"))))
                .isTrue();
        assertThat(new EventStore(jdbi).after(run.id(), 0, 100))
                .anySatisfy(event -> assertThat(event.data()).contains("\"found\": \"ratio 0.5\"", "\"total\": 2"));

        Measurement measurement = Samples.measurement(job, Samples.latency(1, 6, 1));
        assertThat(plane.finish(job.id(), 1, measurement)).isTrue();
        assertThat(plane.finish(job.id(), 1, measurement))
                .as("whoever had no answer writes it again")
                .isTrue();
        assertThat(plane.finish(job.id(), 1, Samples.measurement(job))).isFalse();
        assertThat(new MeasurementStore(jdbi).ofRun(run.id())).containsExactly(measurement);
        assertThat(jobs.find(job.id()).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void siblingIsTakenWithTheJob() {
        Run run = quantized();
        ControlPlane plane = joined("agent");
        TaskSource source = plane.tasks(List.of(CLASS));
        Job first = taken(source);
        Job second = source.claimSibling(first.id(), "agent", LEASE).orElseThrow();
        assertThat(List.of(first.id(), second.id()))
                .containsExactlyInAnyOrderElementsOf(
                        benchmarks(run).stream().map(Job::id).toList());
        assertThat(source.claimSibling(first.id(), "agent", LEASE)).isEmpty();
        assertThat(plane.inputs(second).variantId()).hasToString(second.subject());
    }

    @Test
    void jobOfANewerVersionIsLeftToThoseWhoKnowIt() {
        Run newer = quantized(Samples.submitNewer(jdbi));
        Run known = quantized();
        TaskSource source = joined("agent").tasks(List.of(CLASS));
        assertThat(List.of(taken(source).runId(), taken(source).runId())).containsOnly(known.id());
        assertThat(benchmarks(newer)).extracting(Job::state).containsOnly(JobState.QUEUED);
    }

    /** The link was down for longer than the lease. */
    @Test
    void lateResultOfALostAttemptChangesNothing() {
        Run run = quantized();
        ControlPlane late = joined("late");
        TaskSource source = late.tasks(List.of(CLASS));
        Job lost = taken(source, "late");
        jdbi.useHandle(handle -> handle.execute("UPDATE node SET holder = NULL"));
        jdbi.useHandle(handle -> handle.execute("UPDATE job SET lease_until = now() WHERE id = ?", lost.id()));

        ControlPlane next = joined("next");
        TaskSource others = next.tasks(List.of(CLASS));
        next.seen(NODE, AT_WORK);
        others.sweep();
        await("taken back", () -> jobs.find(lost.id()).orElseThrow().attempt() == 2);
        Job again = taken(others, "next");
        while (!again.id().equals(lost.id())) {
            again = taken(others, "next");
        }
        assertThat(again.attempt()).isEqualTo(2);

        assertThat(source.heartbeat(lost.id(), 1, "late", LEASE)).isFalse();
        assertThat(source.progress(
                        lost.id(), 1, new Progress("measure", 1, 2, OptionalDouble.empty(), Optional.empty())))
                .isFalse();
        assertThat(late.finish(lost.id(), 1, Samples.measurement(lost))).isFalse();
        assertThat(source.fail(lost.id(), 1, ErrorCode.MODEL_INVALID, "too late"))
                .isFalse();
        assertThat(source.release(lost.id(), 1)).isFalse();
        assertThat(new MeasurementStore(jdbi).ofRun(run.id())).isEmpty();
        assertThat(next.finish(lost.id(), 2, Samples.measurement(again))).isTrue();
    }

    @Test
    void attemptThatFailsOrIsGivenBackEndsOnce() {
        quantized();
        ControlPlane plane = joined("agent");
        TaskSource source = plane.tasks(List.of(CLASS));
        Job failed = taken(source);
        Job given = source.claimSibling(failed.id(), "agent", LEASE).orElseThrow();
        assertThat(source.fail(failed.id(), 1, ErrorCode.MODEL_INVALID, "it has no graph"))
                .isTrue();
        assertThat(source.fail(failed.id(), 1, ErrorCode.MODEL_INVALID, "it has no graph"))
                .isFalse();
        assertThat(jobs.find(failed.id()).orElseThrow().error())
                .contains(new Job.JobError(ErrorCode.MODEL_INVALID, "it has no graph"));

        assertThat(source.release(given.id(), 1)).isTrue();
        assertThat(source.release(given.id(), 1)).isFalse();
        Job waiting = jobs.find(given.id()).orElseThrow();
        assertThat(waiting.state()).isEqualTo(JobState.QUEUED);
        assertThat(waiting.failures()).isEqualTo(Job.Failures.NONE);
    }

    @Test
    void lostAttemptIsHeardOf() {
        String job = UUID.randomUUID().toString();
        Set<Optional<String>> heard = ConcurrentHashMap.newKeySet();
        TaskSource source = joined("agent").tasks(List.of(CLASS));
        try (Notifications.Subscription _ = source.listen(heard::add)) {
            await("heard", () -> {
                tellOfLoss(job);
                return heard.contains(Optional.of(job));
            });
        }
    }

    /** Each connection that is new tells once that anything may have happened. */
    @Test
    void drainedNodeIsToldAtOnceAndStaysDrained() {
        ControlPlane plane = joined("agent");
        AtomicInteger heard = new AtomicInteger();
        try (Notifications.Subscription _ = plane.wishes(NODE, heard::incrementAndGet)) {
            await("heard", () -> {
                nodes.drain(NODE);
                return heard.get() > 5;
            });
        }
        Standing drained = plane.seen(NODE, AT_WORK).orElseThrow();
        assertThat(drained.isDrained()).isTrue();
        assertThat(drained).isEqualTo(nodes.find(NODE).orElseThrow().standing());
        plane.leave(NODE);

        ControlPlane next = plane("next");
        assertThat(next.register(node())).contains(drained);
        nodes.resume(NODE);
        assertThat(next.seen(NODE, AT_WORK)).contains(Standing.good());
    }

    @Test
    void quarantinedNodeIsMeasuredAgainAndItsClassIsNotWaitedFor() {
        Run run = quantized();
        ControlPlane plane = joined("agent");
        TaskSource source = plane.tasks(List.of(CLASS));
        Job first = taken(source);
        Job second = source.claimSibling(first.id(), "agent", LEASE).orElseThrow();
        assertThat(plane.finish(first.id(), 1, Samples.measurement(first, Samples.latency(1, 6, 1.5))))
                .isTrue();
        assertThat(plane.finish(second.id(), 1, Samples.measurement(second, Samples.latency(2, 6, 1.5))))
                .isTrue();
        Standing.Quarantine quarantine =
                plane.seen(NODE, AT_WORK).orElseThrow().quarantine().orElseThrow();
        assertThat(quarantine.recheckAsked()).isFalse();
        assertThat(new MeasurementStore(jdbi).ofRun(run.id())).hasSize(2);

        Run stranded = quantized();
        plane.failStranded(NODE, quarantine);
        assertThat(benchmarks(stranded)).extracting(Job::attempt).containsOnly(2);

        nodes.askRecheck(NODE);
        assertThat(plane.seen(NODE, AT_WORK)
                        .orElseThrow()
                        .quarantine()
                        .orElseThrow()
                        .recheckAsked())
                .isTrue();
        assertThat(plane.sources(NODE)).containsExactly(new ControlStore.Source(Samples.MODEL, Samples.EVALUATION));
        plane.endRecheck(NODE, List.of(), Optional.of("It is still noisy."));
        assertThat(plane.seen(NODE, AT_WORK)
                        .orElseThrow()
                        .quarantine()
                        .orElseThrow()
                        .reason())
                .isEqualTo("It is still noisy.");
        nodes.askRecheck(NODE);
        plane.endRecheck(NODE, session(AgreementSession.COMPARISONS), Optional.empty());
        Standing cleared = plane.seen(NODE, AT_WORK).orElseThrow();
        assertThat(cleared.quarantine()).isEmpty();
        assertThat(cleared.clearance().orElseThrow().reason()).contains("A/A session");
    }

    private void tellOfLoss(String job) {
        jdbi.useHandle(handle -> handle.createQuery("SELECT pg_notify('narrowgauge_attempt_lost', :job) IS NULL")
                .bind("job", job)
                .mapTo(Boolean.class)
                .one());
    }
}
