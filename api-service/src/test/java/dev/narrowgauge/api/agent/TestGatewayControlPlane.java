package dev.narrowgauge.api.agent;

import static dev.narrowgauge.db.Eventually.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.api.access.AdminKey;
import dev.narrowgauge.api.access.Guard;
import dev.narrowgauge.api.access.KnownKeys;
import dev.narrowgauge.api.access.RpcAccess;
import dev.narrowgauge.api.grpc.GrpcServer;
import dev.narrowgauge.blob.FolderBlobStore;
import dev.narrowgauge.blob.RemoteContent;
import dev.narrowgauge.db.ApiKeyStore;
import dev.narrowgauge.db.NodeToken;
import dev.narrowgauge.db.NodeTokenStore;
import dev.narrowgauge.db.PageSessionStore;
import dev.narrowgauge.db.PresenceStore;
import dev.narrowgauge.db.Samples;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.job.DocumentVersions;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.gateway.ControlPlane;
import dev.narrowgauge.gateway.GatewayAccess;
import dev.narrowgauge.gateway.GatewayAddress;
import dev.narrowgauge.gateway.GatewayBlobs;
import dev.narrowgauge.gateway.GatewayConnection;
import dev.narrowgauge.gateway.GatewayControlPlane;
import dev.narrowgauge.proto.v1.TakeRequest;
import dev.narrowgauge.queue.TaskSource;
import io.grpc.Context;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of an agent outside, over a connection to the API's gRPC. */
class TestGatewayControlPlane extends ControlPlaneContract {
    private static final String SECRET = "a secret";
    private static final String VERSION = "1.2";

    private final PresenceStore presences = new PresenceStore(jdbi);
    private final NodeTokenStore tokens = new NodeTokenStore(jdbi);
    private final NodeToken token = tokens.add(NODE, SECRET);

    @TempDir
    private Path folder;

    private GrpcServer server;

    @BeforeEach
    void start() {
        server = serving(0);
    }

    @Override
    ControlPlane plane(String process) {
        return new GatewayControlPlane(connection(SECRET, process), SILENCE);
    }

    @Test
    void onlyWhoHasAGoodTokenOfTheNodeIsHeard() {
        ControlPlane stranger = new GatewayControlPlane(connection("another secret", "stranger"), SILENCE);
        assertRefused(ErrorCode.TOKEN_REFUSED, () -> stranger.seen(NODE, AT_WORK));
        tokens.add("node-2", "another secret");
        assertThat(stranger.seen("node-2", AT_WORK)).isEmpty();
        assertRefused(ErrorCode.ACCESS_DENIED, () -> stranger.register(node()));

        ControlPlane plane = joined("agent");
        tokens.revoke(token.id());
        assertRefused(ErrorCode.TOKEN_REFUSED, () -> plane.seen(NODE, AT_WORK));
    }

    @Test
    void agentIsThereForThoseWhoAskUntilItLeaves() {
        ControlPlane plane = joined("agent");
        plane.seen(NODE, Optional.of("The disk is full."));
        PresenceStore.Presence there = presences.list(SILENCE).getFirst();
        assertThat(there.role())
                .isEqualTo(new PresenceStore.Role(new JoinedAgent(token, "agent", VERSION).owner(), "agent", VERSION));
        assertThat(there.whyPaused()).contains("The disk is full.");
        plane.seen(NODE, AT_WORK);
        assertThat(presences.list(SILENCE).getFirst().whyPaused()).isEmpty();
        plane.leave(NODE);
        assertThat(presences.list(SILENCE)).isEmpty();
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

    @Test
    void jobOfAnAnswerThatWasLostIsGivenAgain() {
        quantized();
        ControlPlane plane = joined("agent");
        String owner = new JoinedAgent(token, "agent", VERSION).owner();
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
        AgentJobs asked = new AgentJobs(stores(), notifications, () -> false);
        JoinedAgent agent = new JoinedAgent(token, "agent", VERSION);
        nodes.drain(NODE);
        assertThat(asked.take(agent, once())).isEmpty();
        assertThat(benchmarks(run)).extracting(Job::state).containsOnly(JobState.QUEUED);
        nodes.resume(NODE);
        assertThat(asked.take(agent, once())).isPresent();
    }

    /** Its agent went while it was claimed, as one does that hears of a drain. */
    @Test
    void jobThatNobodyWaitsForAnyMoreIsGivenBack() throws Exception {
        Run run = quantized();
        joined("agent");
        Context.CancellableContext call = Context.ROOT.withCancellation();
        AgentJobs asked = new AgentJobs(stores(), notifications, () -> {
            call.cancel(null);
            return false;
        });
        JoinedAgent agent = new JoinedAgent(token, "agent", VERSION);
        assertThat(call.call(() -> asked.take(agent, once()))).isEmpty();
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

    @Test
    void contentOfItsOwnJobsComesFromAnyOffset() throws IOException {
        store(Samples.MODEL, "a model");
        store("e".repeat(64), "of nobody");
        quantized();
        ControlPlane plane = joined("agent");
        GatewayBlobs blobs = new GatewayBlobs(connection(SECRET, "agent"));
        assertRefused(ErrorCode.ACCESS_DENIED, () -> blobs.open(Samples.MODEL, 0));
        Job job = taken(plane.tasks(List.of(CLASS)));
        assertThat(blobs.sizeBytes(Samples.MODEL)).hasValue(7);
        assertThat(blobs.sizeBytes(Samples.EVALUATION)).as("not stored").isEmpty();
        assertThat(read(blobs, 0)).isEqualTo("a model");
        assertThat(read(blobs, 2)).isEqualTo("model");
        assertThat(read(blobs, 7)).isEmpty();
        assertThat(read(blobs, 100)).isEmpty();
        assertRefused(ErrorCode.ACCESS_DENIED, () -> blobs.open("e".repeat(64), 0));
        plane.finish(job.id(), 1, Samples.measurement(job));
        assertRefused(ErrorCode.ACCESS_DENIED, () -> blobs.open(Samples.MODEL, 0));
    }

    /** Larger than what is sent before it is read. */
    @Test
    void largeContentComesWhole() throws IOException {
        String content = "0123456789abcdef".repeat(300_000);
        store(Samples.MODEL, content);
        quantized();
        ControlPlane plane = joined("agent");
        taken(plane.tasks(List.of(CLASS)));
        assertThat(read(new GatewayBlobs(connection(SECRET, "agent")), 16).equals(content.substring(16)))
                .as("equal")
                .isTrue();
    }

    @Test
    void apiThatIsAwayIsAnOutageAndIsFoundAgain() {
        quantized();
        ControlPlane plane = joined("agent");
        TaskSource source = plane.tasks(List.of(CLASS));
        Job job = taken(source);
        int port = server.port();
        server.stop();
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> plane.finish(job.id(), 1, Samples.measurement(job)))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SERVICE_UNREACHABLE))
                .satisfies(failure -> assertThat(source.isOutage(failure)).isTrue());
        server = serving(port);
        await("answered again", () -> isAnswered(plane));
        assertThat(plane.finish(job.id(), 1, Samples.measurement(job))).isTrue();
    }

    private static boolean isAnswered(ControlPlane plane) {
        try {
            return plane.seen(NODE, AT_WORK).isPresent();
        } catch (NarrowgaugeException e) {
            return false;
        }
    }

    private GrpcServer serving(int port) {
        AgentsRpc agents = new AgentsRpc(stores(), FolderBlobStore.open(folder.resolve("blobs")), notifications);
        ApiKeyStore keys = new ApiKeyStore(jdbi);
        KnownKeys known = KnownKeys.over(
                keys, new PageSessionStore(jdbi), new AdminKey(keys), notifications, Clock.systemUTC());
        GrpcServer started = new GrpcServer(
                new InetSocketAddress("localhost", port),
                List.of(agents.guarded()),
                new RpcAccess(new Guard(known, true)));
        started.start();
        opened.add(started::stop);
        opened.add(agents::stopWaiting);
        return started;
    }

    private AgentStores stores() {
        return new AgentStores(tokens, nodes, presences, jobs, runs, variants, controls);
    }

    private GatewayConnection connection(String secret, String process) {
        GatewayAddress address = GatewayAddress.of("http://localhost:" + server.port());
        GatewayConnection connection =
                GatewayConnection.to(new GatewayAccess(address, secret, Optional.empty()), process, VERSION);
        opened.add(connection);
        return connection;
    }

    private void store(String sha256, String content) throws IOException {
        Path place = folder.resolve("blobs").resolve(sha256.substring(0, 2)).resolve(sha256);
        Files.createDirectories(place.getParent());
        Files.writeString(place, content);
    }

    private static String read(GatewayBlobs blobs, long offset) throws IOException {
        RemoteContent content = blobs.open(Samples.MODEL, offset);
        try (InputStream stream = content.stream()) {
            byte[] bytes = stream.readAllBytes();
            assertThat(content.bytes()).isEqualTo(bytes.length);
            return new String(bytes, UTF_8);
        }
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable call) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(call)
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
