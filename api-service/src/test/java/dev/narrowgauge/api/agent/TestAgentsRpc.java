package dev.narrowgauge.api.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.db.EventStore;
import dev.narrowgauge.db.PresenceStore;
import dev.narrowgauge.db.Progress;
import dev.narrowgauge.db.Samples;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.latency.Control;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.gateway.ControlPlane;
import dev.narrowgauge.queue.TaskSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What agents outside may say of themselves, their nodes and their attempts. */
class TestAgentsRpc extends GatewayTest {
    private static final String OTHER_SECRET = "narrowgauge_node_" + "o".repeat(43);

    @Test
    void onlyWhoHasAGoodTokenOfTheNodeIsHeard() {
        ControlPlane stranger = gateway.plane(OTHER_SECRET, "stranger");
        assertRefused(ErrorCode.TOKEN_REFUSED, () -> stranger.seen(NODE, AT_WORK));
        stores.tokens().add("node-2", List.of(), OTHER_SECRET);
        assertThat(stranger.seen("node-2", AT_WORK)).isEmpty();
        assertRefused(ErrorCode.ACCESS_DENIED, () -> stranger.register(node()));

        ControlPlane plane = joined("agent");
        stores.tokens().revoke(agent.token().id());
        assertRefused(ErrorCode.TOKEN_REFUSED, () -> plane.seen(NODE, AT_WORK));
    }

    /** It costs whoever sends it no more than the database. */
    @Test
    void whatHasNotTheFormOfATokenIsNotLookedUp() {
        jdbi.useHandle(handle -> handle.execute("ALTER TABLE node_token RENAME TO gone"));
        ControlPlane stranger = gateway.plane("a guess", "stranger");
        assertRefused(ErrorCode.TOKEN_REFUSED, () -> stranger.seen(NODE, AT_WORK));
        ControlPlane known = plane("agent");
        assertRefused(ErrorCode.SERVICE_UNREACHABLE, () -> known.seen(NODE, AT_WORK));
    }

    /** Else its holder would choose whose jobs it reads, and what others wait for. */
    @Test
    void nodeHasNoOtherClassesThanItsToken() {
        ControlPlane plane = joined("agent");
        assertThat(plane.register(node().withDeviceClasses(List.of("x86-amx", CLASS))))
                .isPresent();
        assertThat(nodes.find(NODE).orElseThrow().deviceClasses()).containsExactly(CLASS);
        assertRefused(ErrorCode.ACCESS_DENIED, () -> plane.register(node().withDeviceClasses(List.of("x86-amx"))));
        assertRefused(
                ErrorCode.REQUEST_INVALID, () -> plane.register(node().withDeviceClasses(List.of(CLASS, "a class"))));
        assertThat(plane.register(node().withDeviceClasses(List.of()))).isPresent();
    }

    @Test
    void agentIsThereForThoseWhoAskUntilItLeaves() {
        ControlPlane plane = joined("agent");
        plane.seen(NODE, Optional.of("The disk is full."));
        PresenceStore.Presence there = stores.presences().list(SILENCE).getFirst();
        assertThat(there.role()).isEqualTo(new PresenceStore.Role(agent.owner(), "agent", TestingGateway.VERSION));
        assertThat(there.whyPaused()).contains("The disk is full.");
        plane.seen(NODE, AT_WORK);
        assertThat(stores.presences().list(SILENCE).getFirst().whyPaused()).isEmpty();
        plane.leave(NODE);
        assertThat(stores.presences().list(SILENCE)).isEmpty();
    }

    @Test
    void attemptOfAnotherProcessIsNotSpokenFor() {
        quantized();
        ControlPlane plane = joined("agent");
        Job job = taken(plane.tasks(List.of(CLASS)));
        ControlPlane other = plane("other");
        TaskSource source = other.tasks(List.of(CLASS));
        assertThat(source.heartbeat(job.id(), 1, "agent", LEASE)).isFalse();
        assertThat(source.release(job.id(), 1)).isFalse();
        assertThat(source.fail(job.id(), 1, ErrorCode.MODEL_INVALID, "nonsense"))
                .isFalse();
        assertThat(other.finish(job.id(), 1, Samples.measurement(job))).isFalse();
        assertRefused(ErrorCode.ACCESS_DENIED, () -> other.inputs(job));
        assertThat(jobs.find(job.id()).orElseThrow().state()).isEqualTo(JobState.RUNNING);
    }

    /** What an agent says is stored and shown; some of it comes from programs that it has no say in. */
    @Test
    void textsOfAnAgentAreKeptWithinBounds() {
        Job job = benchmarks(quantized()).getFirst();
        ControlPlane plane = joined("agent");
        TaskSource source = plane.tasks(List.of(CLASS));
        jobs.claim(job.id(), 1, agent.owner(), LEASE);
        Progress progress = new Progress("a\0b", 1, 2, OptionalDouble.empty(), Optional.of("f".repeat(100_000)));
        assertThat(source.progress(job.id(), 1, progress)).isTrue();
        assertThat(new EventStore(jdbi).after(job.runId(), 0, 100))
                .allSatisfy(event -> assertThat(event.data().length()).isLessThan(2000));
        assertThat(source.fail(job.id(), 1, ErrorCode.MODEL_INVALID, "no\0graph" + "!".repeat(100_000)))
                .isTrue();
        assertThat(jobs.find(job.id()).orElseThrow().error().orElseThrow().message())
                .startsWith("no\uFFFDgraph!")
                .hasSizeLessThan(3000);

        Node longName = new Node(
                NODE, "d".repeat(100_000), List.of(CLASS), "f".repeat(64), Map.of(), Instant.EPOCH, Instant.EPOCH);
        assertRefused(ErrorCode.REQUEST_INVALID, () -> plane.register(longName));
    }

    @Test
    void agentThatDoesNotSpeakForItsNodeIsNotListed() {
        joined("agent");
        plane("a name that it makes up").seen(NODE, AT_WORK);
        assertThat(stores.presences().list(SILENCE)).isEmpty();
    }

    /** As an agent of another version may say, or one that lies. */
    @Test
    void sessionThatShowsNothingClearsNothing() {
        Job first = benchmarks(quantized()).getFirst();
        ControlPlane plane = joined("agent");
        for (long seed = 1; seed <= 2; seed++) {
            Job job = seed == 1 ? first : benchmarks(quantized()).getFirst();
            jobs.claim(job.id(), 1, agent.owner(), LEASE);
            assertThat(plane.finish(job.id(), 1, Samples.measurement(job, Samples.latency(seed, 6, 1.5))))
                    .isTrue();
        }
        for (List<Control> shown : List.of(List.<Control>of(), session(9))) {
            assertThat(nodes.askRecheck(NODE)).isTrue();
            plane.endRecheck(NODE, shown, Optional.empty());
            assertThat(nodes.find(NODE)
                            .orElseThrow()
                            .standing()
                            .quarantine()
                            .orElseThrow()
                            .reason())
                    .startsWith("The A/A session has the controls of %d comparisons".formatted(shown.size()));
        }
    }
}
