package dev.narrowgauge.api.agent;

import static dev.narrowgauge.db.Eventually.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import dev.narrowgauge.api.access.AdminKey;
import dev.narrowgauge.api.access.AuditTrail;
import dev.narrowgauge.api.access.Buckets;
import dev.narrowgauge.api.access.ClientAddress;
import dev.narrowgauge.api.access.Guard;
import dev.narrowgauge.api.access.KnownKeys;
import dev.narrowgauge.api.access.KnownProjects;
import dev.narrowgauge.api.access.ProjectChoice;
import dev.narrowgauge.api.access.RpcAccess;
import dev.narrowgauge.api.grpc.GrpcServer;
import dev.narrowgauge.api.identity.IdentityTokens;
import dev.narrowgauge.api.identity.Providers;
import dev.narrowgauge.blob.CachedBlobStore;
import dev.narrowgauge.blob.FetchWatch;
import dev.narrowgauge.blob.FolderBlobStore;
import dev.narrowgauge.blob.RemoteContent;
import dev.narrowgauge.db.ApiKeyStore;
import dev.narrowgauge.db.AuditStore;
import dev.narrowgauge.db.EventStore;
import dev.narrowgauge.db.IdentitySessionStore;
import dev.narrowgauge.db.NodeToken;
import dev.narrowgauge.db.NodeTokenStore;
import dev.narrowgauge.db.PageSessionStore;
import dev.narrowgauge.db.PresenceStore;
import dev.narrowgauge.db.Progress;
import dev.narrowgauge.db.ProjectStore;
import dev.narrowgauge.db.Samples;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.Evidence;
import dev.narrowgauge.domain.job.DocumentVersions;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.latency.Control;
import dev.narrowgauge.domain.node.Node;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.variant.Measurement;
import dev.narrowgauge.gateway.ControlPlane;
import dev.narrowgauge.gateway.GatewayAccess;
import dev.narrowgauge.gateway.GatewayAddress;
import dev.narrowgauge.gateway.GatewayBlobs;
import dev.narrowgauge.gateway.GatewayConnection;
import dev.narrowgauge.gateway.GatewayControlPlane;
import dev.narrowgauge.gateway.JobMessages;
import dev.narrowgauge.proto.v1.Attempt;
import dev.narrowgauge.proto.v1.FinishRequest;
import dev.narrowgauge.proto.v1.TakeRequest;
import dev.narrowgauge.queue.ClaimListener;
import dev.narrowgauge.queue.TaskSource;
import io.grpc.Context;
import io.grpc.InsecureServerCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of an agent outside, over a connection to the API's gRPC. */
class TestGatewayControlPlane extends ControlPlaneContract {
    private static final String SECRET = "narrowgauge_node_" + "s".repeat(43);
    private static final String OTHER_SECRET = "narrowgauge_node_" + "o".repeat(43);
    private static final String VERSION = "1.2";

    private final PresenceStore presences = new PresenceStore(jdbi);
    private final NodeTokenStore tokens = new NodeTokenStore(jdbi);
    private final NodeToken token = tokens.add(NODE, List.of(), SECRET);

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
        ControlPlane stranger = new GatewayControlPlane(connection(OTHER_SECRET, "stranger"), SILENCE);
        assertRefused(ErrorCode.TOKEN_REFUSED, () -> stranger.seen(NODE, AT_WORK));
        tokens.add("node-2", List.of(), OTHER_SECRET);
        assertThat(stranger.seen("node-2", AT_WORK)).isEmpty();
        assertRefused(ErrorCode.ACCESS_DENIED, () -> stranger.register(node()));

        ControlPlane plane = joined("agent");
        tokens.revoke(token.id());
        assertRefused(ErrorCode.TOKEN_REFUSED, () -> plane.seen(NODE, AT_WORK));
    }

    /** It costs whoever sends it no more than the database. */
    @Test
    void whatHasNotTheFormOfATokenIsNotLookedUp() {
        jdbi.useHandle(handle -> handle.execute("ALTER TABLE node_token RENAME TO gone"));
        ControlPlane stranger = new GatewayControlPlane(connection("a guess", "stranger"), SILENCE);
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
    void tokenHasNoMoreJobsThanAnAgentWorksOn() {
        quantized();
        quantized();
        quantized();
        joined("agent");
        AgentJobs asked = new AgentJobs(stores(), notifications, ClaimListener.none(), () -> false);
        JoinedAgent agent = new JoinedAgent(token, "agent", VERSION);
        for (int held = 0; held < ControlPlane.MOST_JOBS; held++) {
            assertThat(asked.take(agent, withWhatItHas(agent))).isPresent();
        }
        assertThat(asked.take(agent, withWhatItHas(agent))).isEmpty();
        Job done = jobs.heldBy(agent.owner()).getFirst();
        assertThat(asked.release(agent, JobMessages.attempt(done.id(), done.attempt())))
                .isTrue();
        assertThat(asked.take(agent, withWhatItHas(agent))).isPresent();
    }

    private TakeRequest withWhatItHas(JoinedAgent agent) {
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
            assertThat(jobs.claim(job.id(), attempt, token.owner("agent"), LEASE))
                    .isPresent();
            assertThat(source.release(job.id(), attempt)).isTrue();
        }
        assertThat(jobs.find(job.id()).orElseThrow().failures()).isEqualTo(new Job.Failures(0, 0, 0, 1));
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
        AgentJobs asked = new AgentJobs(stores(), notifications, ClaimListener.none(), () -> false);
        JoinedAgent agent = new JoinedAgent(token, "agent", VERSION);
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
        AgentJobs asked = new AgentJobs(stores(), notifications, ClaimListener.none(), () -> false);
        JoinedAgent agent = new JoinedAgent(token, "agent", VERSION);
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
        AgentJobs asked = new AgentJobs(stores(), notifications, ClaimListener.none(), () -> false);
        JoinedAgent agent = new JoinedAgent(token, "agent", VERSION);
        tokens.revoke(token.id());
        assertRefused(ErrorCode.TOKEN_REFUSED, () -> asked.take(agent, once()));
        assertThat(benchmarks(run)).extracting(Job::state).containsOnly(JobState.QUEUED);
    }

    @Test
    void leaseOfAnHourIsRefused() {
        joined("agent");
        AgentJobs asked = new AgentJobs(stores(), notifications, ClaimListener.none(), () -> false);
        TakeRequest greedy = once().toBuilder()
                .setLeaseMillis(Duration.ofHours(1).toMillis())
                .build();
        JoinedAgent agent = new JoinedAgent(token, "agent", VERSION);
        assertRefused(ErrorCode.REQUEST_INVALID, () -> asked.take(agent, greedy));
    }

    /** What an agent says is stored and shown; some of it comes from programs that it has no say in. */
    @Test
    void textsOfAnAgentAreKeptWithinBounds() {
        Job job = benchmarks(quantized()).getFirst();
        ControlPlane plane = joined("agent");
        TaskSource source = plane.tasks(List.of(CLASS));
        jobs.claim(job.id(), 1, token.owner("agent"), LEASE);
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
        assertThat(presences.list(SILENCE)).isEmpty();
    }

    /** As an agent of another version may say, or one that lies. */
    @Test
    void sessionThatShowsNothingClearsNothing() {
        Job first = benchmarks(quantized()).getFirst();
        ControlPlane plane = joined("agent");
        for (long seed = 1; seed <= 2; seed++) {
            Job job = seed == 1 ? first : benchmarks(quantized()).getFirst();
            jobs.claim(job.id(), 1, token.owner("agent"), LEASE);
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

    @Test
    void agentWhoseMeasurementsNobodyReadsIsGivenNothing() {
        Run run = quantized();
        joined("agent");
        AgentJobs asked = new AgentJobs(stores(), notifications, ClaimListener.none(), () -> false);
        TakeRequest newer = once().toBuilder()
                .setMeasurementVersion(Measurement.VERSION + 1)
                .build();
        assertRefused(ErrorCode.DOCUMENT_TOO_NEW, () -> asked.take(new JoinedAgent(token, "agent", VERSION), newer));
        assertThat(benchmarks(run)).extracting(Job::state).containsOnly(JobState.QUEUED);
    }

    /** Its agent went while it was claimed, as one does that hears of a drain. */
    @Test
    void jobThatNobodyWaitsForAnyMoreIsGivenBack() throws Exception {
        Run run = quantized();
        joined("agent");
        Context.CancellableContext call = Context.ROOT.withCancellation();
        AgentJobs asked = new AgentJobs(stores(), notifications, ClaimListener.none(), () -> {
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
        assertRefused(ErrorCode.ACCESS_DENIED, () -> blobs.open(Samples.MODEL, 0, FetchWatch.NONE));
        Job job = taken(plane.tasks(List.of(CLASS)));
        assertThat(blobs.sizeBytes(Samples.MODEL)).hasValue(7);
        assertThat(blobs.sizeBytes(Samples.EVALUATION)).as("not stored").isEmpty();
        assertThat(read(blobs, 0)).isEqualTo("a model");
        assertThat(read(blobs, 2)).isEqualTo("model");
        assertThat(read(blobs, 7)).isEmpty();
        assertThat(read(blobs, 100)).isEmpty();
        assertRefused(ErrorCode.ACCESS_DENIED, () -> blobs.open("e".repeat(64), 0, FetchWatch.NONE));
        plane.finish(job.id(), 1, Samples.measurement(job));
        assertRefused(ErrorCode.ACCESS_DENIED, () -> blobs.open(Samples.MODEL, 0, FetchWatch.NONE));
    }

    /** It may be some gigabytes, which are longer on their way than an agent waits for an answer. */
    @Test
    void lookAtContentInARemoteStoreBringsNoCopy() throws IOException {
        store(Samples.MODEL, "a model");
        quantized();
        taken(joined("agent").tasks(List.of(CLASS)));
        Path copies = folder.resolve("copies");
        try (CachedBlobStore remote =
                CachedBlobStore.open(new GatewayBlobs(connection(SECRET, "agent")), copies, 1 << 20)) {
            AgentContent content = new AgentContent(stores(), remote);
            assertThat(content.sizeBytes(new JoinedAgent(token, "agent", VERSION), Samples.MODEL))
                    .hasValue(7);
        }
        try (Stream<Path> files = Files.walk(copies)) {
            assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith(Samples.MODEL));
        }
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

    /** As where a balancer sends a call elsewhere while an API is being replaced. */
    @Test
    void somethingElseInPlaceOfAKnownGatewayIsAnOutage() {
        quantized();
        ControlPlane plane = joined("agent");
        TaskSource source = plane.tasks(List.of(CLASS));
        Job job = taken(source);
        int port = server.port();
        server.stop();
        GrpcServer other = new GrpcServer(
                new InetSocketAddress("localhost", port),
                InsecureServerCredentials.create(),
                SILENCE,
                List.of(),
                access());
        other.start();
        opened.add(other::stop);
        server = other;
        Runnable finish = () -> plane.finish(job.id(), 1, Samples.measurement(job));
        await("something else answers", () -> failure(finish).getMessage().contains("Method not found"));
        NarrowgaugeException refused = failure(() -> plane.inputs(job));
        assertThat(refused.code()).isEqualTo(ErrorCode.SERVICE_UNREACHABLE);
        assertThat(source.isOutage(refused)).isTrue();
        ControlPlane begins = plane("another");
        assertRefused(ErrorCode.REQUEST_INVALID, () -> begins.seen(NODE, AT_WORK));

        other.stop();
        server = serving(port);
        await("answered again", () -> isAnswered(plane));
        assertThat(plane.finish(job.id(), 1, Samples.measurement(job))).isTrue();
    }

    /** A few bytes that are compressed take very much memory. */
    @Test
    void resultIsNotReadUnlessItIsOfAJobOfTheAgent() throws IOException {
        List<Job> waiting = benchmarks(quantized());
        joined("agent");
        AgentResults results = new AgentResults(stores());
        JoinedAgent agent = new JoinedAgent(token, "agent", VERSION);
        Job job = waiting.getFirst();
        assertThat(results.finish(agent, result(job, "no measurement"))).isFalse();
        jobs.claim(job.id(), 1, "another", LEASE);
        assertThat(results.finish(agent, result(job, "no measurement"))).isFalse();

        Job own = waiting.getLast();
        jobs.claim(own.id(), 1, agent.owner(), LEASE);
        assertRefused(ErrorCode.REQUEST_INVALID, () -> results.finish(agent, result(own, "no measurement")));
        assertRefused(ErrorCode.REQUEST_INVALID, () -> results.finish(agent, result(own, "null")));
    }

    private static FinishRequest result(Job job, String text) throws IOException {
        ByteString.Output bytes = ByteString.newOutput();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return FinishRequest.newBuilder()
                .setAttempt(JobMessages.attempt(job.id(), 1))
                .setVersion(Measurement.VERSION)
                .setMeasurement(bytes.toByteString())
                .build();
    }

    /** It would be refused each time that it is sent, whoever sends it. */
    @Test
    void resultThatNoGatewayTakesIsNotSent() {
        quantized();
        ControlPlane plane = joined("agent");
        TaskSource source = plane.tasks(List.of(CLASS));
        Job job = taken(source);
        NarrowgaugeException refused = failure(() -> plane.finish(job.id(), 1, huge(Samples.measurement(job))));
        assertThat(refused.code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
        assertThat(source.isOutage(refused)).isFalse();
    }

    /** Larger than a message, however it is compressed. */
    private static Measurement huge(Measurement measurement) {
        byte[] random = new byte[4_500_000];
        new Random(1).nextBytes(random);
        Evidence.Device device = new Evidence.Device(
                CLASS,
                NODE,
                HexFormat.of().formatHex(random),
                measurement.device().fingerprint());
        return new Measurement(
                measurement.id(),
                measurement.runId(),
                measurement.jobId(),
                measurement.variantId(),
                device,
                measurement.accuracy(),
                measurement.latency(),
                measurement.createdAt());
    }

    private static NarrowgaugeException failure(Runnable call) {
        try {
            call.run();
        } catch (NarrowgaugeException e) {
            return e;
        }
        throw new AssertionError("the call went well");
    }

    private static boolean isAnswered(ControlPlane plane) {
        try {
            return plane.seen(NODE, AT_WORK).isPresent();
        } catch (NarrowgaugeException e) {
            return false;
        }
    }

    private GrpcServer serving(int port) {
        AgentsRpc agents = new AgentsRpc(
                stores(), FolderBlobStore.open(folder.resolve("blobs")), notifications, ClaimListener.none());
        GrpcServer started = new GrpcServer(
                new InetSocketAddress("localhost", port),
                InsecureServerCredentials.create(),
                SILENCE,
                List.of(agents.guarded()),
                access());
        started.start();
        opened.add(started::stop);
        opened.add(agents::stopWaiting);
        return started;
    }

    private RpcAccess access() {
        ApiKeyStore keys = new ApiKeyStore(jdbi);
        KnownKeys known = KnownKeys.over(
                keys,
                new PageSessionStore(jdbi),
                new IdentitySessionStore(jdbi),
                new AdminKey(keys),
                notifications,
                Clock.systemUTC(),
                plenty());
        IdentityTokens identities = IdentityTokens.of(new Providers(List.of()), Clock.systemUTC());
        ProjectChoice projects = new ProjectChoice(KnownProjects.over(new ProjectStore(jdbi), notifications));
        AuditTrail trail = new AuditTrail(new AuditStore(jdbi), plenty());
        return new RpcAccess(new Guard(known, identities, true, plenty()), projects, trail, new ClientAddress(false));
    }

    private static <K> Buckets<K> plenty() {
        return new Buckets<>(1000, Duration.ofSeconds(1), System::nanoTime);
    }

    private AgentStores stores() {
        return new AgentStores(tokens, nodes, presences, jobs, runs, variants, controls);
    }

    private GatewayConnection connection(String secret, String process) {
        GatewayAddress address = GatewayAddress.of("http://localhost:" + server.port());
        GatewayAccess access = new GatewayAccess(address, secret, Optional.empty(), Optional.empty());
        GatewayConnection connection = GatewayConnection.to(access, process, VERSION);
        opened.add(connection);
        return connection;
    }

    private void store(String sha256, String content) throws IOException {
        Path place = folder.resolve("blobs").resolve(sha256.substring(0, 2)).resolve(sha256);
        Files.createDirectories(place.getParent());
        Files.writeString(place, content);
    }

    private static String read(GatewayBlobs blobs, long offset) throws IOException {
        RemoteContent content = blobs.open(Samples.MODEL, offset, FetchWatch.NONE);
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
