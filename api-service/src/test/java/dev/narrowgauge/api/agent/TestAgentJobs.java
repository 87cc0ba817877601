package dev.narrowgauge.api.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.job.DocumentVersions;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.variant.Measurement;
import dev.narrowgauge.gateway.ControlPlane;
import dev.narrowgauge.gateway.JobMessages;
import dev.narrowgauge.proto.v1.Attempt;
import dev.narrowgauge.proto.v1.TakeRequest;
import dev.narrowgauge.queue.ClaimListener;
import dev.narrowgauge.queue.TaskSource;
import io.grpc.Context;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which jobs agents outside get, and what becomes of those that they were given. */
class TestAgentJobs extends GatewayTest {
    private final AgentJobs asked = new AgentJobs(stores, notifications, ClaimListener.none(), () -> false);

    @Test
    void tokenHasNoMoreJobsThanAnAgentWorksOn() {
        quantized();
        quantized();
        quantized();
        joined("agent");
        for (int held = 0; held < ControlPlane.MOST_JOBS; held++) {
            assertThat(asked.take(agent, withWhatItHas())).isPresent();
        }
        assertThat(asked.take(agent, withWhatItHas())).isEmpty();
        Job done = jobs.heldBy(agent.owner()).getFirst();
        assertThat(asked.release(agent, JobMessages.attempt(done.id(), done.attempt())))
                .isTrue();
        assertThat(asked.take(agent, withWhatItHas())).isPresent();
    }

    private TakeRequest withWhatItHas() {
        return once().toBuilder()
                .addAllHeld(jobs.heldBy(agent.owner()).stream()
                        .map(job -> JobMessages.attempt(job.id(), job.attempt()))
                        .toList())
                .build();
    }

    @Test
    void jobThatComesBackAgainAndAgainCountsAsAFaultOfTheMachine() {
        Job job = benchmarks(quantized()).getFirst();
        TaskSource source = joined("agent").tasks(List.of(CLASS));
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(jobs.claim(job.id(), attempt, agent.owner(), LEASE)).isPresent();
            assertThat(source.release(job.id(), attempt)).isTrue();
        }
        assertThat(jobs.find(job.id()).orElseThrow().failures()).isEqualTo(new Job.Failures(0, 0, 0, 1));
    }

    @Test
    void jobOfAnAnswerThatWasLostIsGivenAgain() {
        quantized();
        ControlPlane plane = joined("agent");
        String owner = agent.owner();
        Job lost = jobs.claimNext(List.of(CLASS), DocumentVersions.known(), owner, LEASE)
                .orElseThrow();
        TaskSource source = plane.tasks(List.of(CLASS));
        Job given = taken(source);
        assertThat(given.id()).isEqualTo(lost.id());
        assertThat(given.attempt()).isEqualTo(1);
        assertThat(taken(source).id()).as("what it works on is not given again").isNotEqualTo(lost.id());
    }

    /** It may ask before it has heard of that. */
    @Test
    void drainedNodeIsGivenNothing() {
        Run run = quantized();
        joined("agent");
        nodes.drain(NODE);
        assertThat(asked.take(agent, once())).isEmpty();
        assertThat(benchmarks(run)).extracting(Job::state).containsOnly(JobState.QUEUED);
        nodes.resume(NODE);
        Job taken = asked.take(agent, once()).orElseThrow();
        Attempt attempt = JobMessages.attempt(taken.id(), taken.attempt());
        nodes.drain(NODE);
        assertThat(asked.takeSibling(agent, attempt, LEASE))
                .as("drained meanwhile")
                .isEmpty();
        nodes.resume(NODE);
        jdbi.useHandle(handle -> handle.execute("UPDATE node SET holder = NULL"));
        assertThat(asked.takeSibling(agent, attempt, LEASE))
                .as("not its node any more")
                .isEmpty();
        joined("agent");
        assertThat(asked.takeSibling(agent, attempt, LEASE)).isPresent();
    }

    /** A link was cut without a word, which nothing but the silence of the agent tells. */
    @Test
    void jobOfAnAnswerThatNobodyHeardIsGivenBackAndNotCounted() {
        quantized();
        joined("agent");
        Job handed = asked.take(agent, once()).orElseThrow();
        boolean soon = jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT lease_until < started_at + interval '30 seconds' FROM job WHERE id = :id")
                .bind("id", handed.id())
                .mapTo(Boolean.class)
                .one());
        assertThat(soon).as("whatever lease the agent asks for").isTrue();
        new HandedJobs(jobs).takeBackUnlessBegun(handed);
        Job waiting = jobs.find(handed.id()).orElseThrow();
        assertThat(waiting.state()).isEqualTo(JobState.QUEUED);
        assertThat(waiting.failures()).isEqualTo(Job.Failures.NONE);

        Job begun = asked.take(agent, once()).orElseThrow();
        assertThat(asked.heartbeat(agent, JobMessages.attempt(begun.id(), begun.attempt()), LEASE))
                .isTrue();
        new HandedJobs(jobs).takeBackUnlessBegun(begun);
        assertThat(jobs.find(begun.id()).orElseThrow().state()).isEqualTo(JobState.RUNNING);
    }

    /** It was revoked while its agent waited. */
    @Test
    void revokedTokenGetsNoJob() {
        Run run = quantized();
        joined("agent");
        stores.tokens().revoke(agent.token().id());
        assertRefused(ErrorCode.TOKEN_REFUSED, () -> asked.take(agent, once()));
        assertThat(benchmarks(run)).extracting(Job::state).containsOnly(JobState.QUEUED);
    }

    @Test
    void leaseOfAnHourIsRefused() {
        joined("agent");
        TakeRequest greedy = once().toBuilder()
                .setLeaseMillis(Duration.ofHours(1).toMillis())
                .build();
        assertRefused(ErrorCode.REQUEST_INVALID, () -> asked.take(agent, greedy));
    }

    @Test
    void agentWhoseMeasurementsNobodyReadsIsGivenNothing() {
        Run run = quantized();
        joined("agent");
        TakeRequest newer = once().toBuilder()
                .setMeasurementVersion(Measurement.VERSION + 1)
                .build();
        assertRefused(ErrorCode.DOCUMENT_TOO_NEW, () -> asked.take(agent, newer));
        assertThat(benchmarks(run)).extracting(Job::state).containsOnly(JobState.QUEUED);
    }

    /** Its agent went while it was claimed, as one does that hears of a drain. */
    @Test
    void jobThatNobodyWaitsForAnyMoreIsGivenBack() throws Exception {
        Run run = quantized();
        joined("agent");
        Context.CancellableContext call = Context.ROOT.withCancellation();
        AgentJobs gone = new AgentJobs(stores, notifications, ClaimListener.none(), () -> {
            call.cancel(null);
            return false;
        });
        assertThat(call.call(() -> gone.take(agent, once()))).isEmpty();
        assertThat(benchmarks(run)).extracting(Job::state).containsOnly(JobState.QUEUED);
        assertThat(benchmarks(run)).extracting(Job::attempt).containsExactlyInAnyOrder(1, 2);
    }

    /** Looks once. */
    private static TakeRequest once() {
        return TakeRequest.newBuilder()
                .addDeviceClasses(CLASS)
                .setLeaseMillis(LEASE.toMillis())
                .setWaitMillis(1)
                .setRecipeVersion(DocumentVersions.known().recipe())
                .setPolicyVersion(DocumentVersions.known().policy())
                .build();
    }

    @Test
    void agentThatLeavesGivesBackWhatItHas() {
        quantized();
        ControlPlane plane = joined("agent");
        Job job = taken(plane.tasks(List.of(CLASS)));
        plane.leave(NODE);
        Job waiting = jobs.find(job.id()).orElseThrow();
        assertThat(waiting.state()).isEqualTo(JobState.QUEUED);
        assertThat(waiting.failures()).isEqualTo(Job.Failures.NONE);
    }
}
