package dev.narrowgauge.api.agent;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.blob.BlobStore;
import dev.narrowgauge.db.Channel;
import dev.narrowgauge.db.Progress;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.job.DocumentVersions;
import dev.narrowgauge.domain.latency.AgreementSession;
import dev.narrowgauge.domain.latency.Control;
import dev.narrowgauge.gateway.JobMessages;
import dev.narrowgauge.gateway.NodeMessages;
import dev.narrowgauge.proto.v1.AgentsGrpc;
import dev.narrowgauge.proto.v1.Attempt;
import dev.narrowgauge.proto.v1.AttemptAnswer;
import dev.narrowgauge.proto.v1.ContentPart;
import dev.narrowgauge.proto.v1.ContentRequest;
import dev.narrowgauge.proto.v1.EndRecheckRequest;
import dev.narrowgauge.proto.v1.EndRecheckResponse;
import dev.narrowgauge.proto.v1.FailRequest;
import dev.narrowgauge.proto.v1.FailStrandedRequest;
import dev.narrowgauge.proto.v1.FailStrandedResponse;
import dev.narrowgauge.proto.v1.FinishRequest;
import dev.narrowgauge.proto.v1.FollowLossesRequest;
import dev.narrowgauge.proto.v1.FollowWishesRequest;
import dev.narrowgauge.proto.v1.HeartbeatRequest;
import dev.narrowgauge.proto.v1.InputsResponse;
import dev.narrowgauge.proto.v1.LeaveRequest;
import dev.narrowgauge.proto.v1.LeaveResponse;
import dev.narrowgauge.proto.v1.LookResponse;
import dev.narrowgauge.proto.v1.LostAttempt;
import dev.narrowgauge.proto.v1.NodeStanding;
import dev.narrowgauge.proto.v1.NodeWish;
import dev.narrowgauge.proto.v1.ProgressRequest;
import dev.narrowgauge.proto.v1.RegisterNodeRequest;
import dev.narrowgauge.proto.v1.SeenRequest;
import dev.narrowgauge.proto.v1.SourcesRequest;
import dev.narrowgauge.proto.v1.SourcesResponse;
import dev.narrowgauge.proto.v1.TakeRequest;
import dev.narrowgauge.proto.v1.TakeResponse;
import dev.narrowgauge.proto.v1.TakeSiblingRequest;
import dev.narrowgauge.queue.ClaimListener;
import io.grpc.BindableService;
import io.grpc.ServerInterceptors;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The gRPC service {@code narrowgauge.v1.Agents}. */
public final class AgentsRpc extends AgentsGrpc.AgentsImplBase {
    /** Of what an agent says to people. */
    private static final int MAX_TEXT = 2000;

    private final AgentStores stores;
    private final BlobStore blobs;
    private final Notifications notifications;
    private final AgentJobs jobs;
    private final AgentContent content;
    private final AgentResults results;
    private final AgentPresence presence;
    private volatile boolean stopping;

    public AgentsRpc(AgentStores stores, BlobStore blobs, Notifications notifications, ClaimListener claims) {
        this.stores = requireNonNull(stores, "stores is null");
        this.blobs = requireNonNull(blobs, "blobs is null");
        this.notifications = requireNonNull(notifications, "notifications is null");
        requireNonNull(claims, "claims is null");
        this.jobs = new AgentJobs(stores, notifications, claims, () -> stopping);
        this.content = new AgentContent(stores, blobs);
        this.results = new AgentResults(stores);
        this.presence = new AgentPresence(stores, claims);
    }

    /** For those who carry a join token. */
    public BindableService guarded() {
        return () -> ServerInterceptors.intercept(this, new JoinTokens(stores.tokens()));
    }

    /** Ends the calls that wait for something to happen. */
    public void stopWaiting() {
        stopping = true;
    }

    @Override
    public void register(RegisterNodeRequest request, StreamObserver<NodeStanding> response) {
        JoinedAgent agent = JoinTokens.caller();
        Duration silence = Asked.time("silence_millis", request.getSilenceMillis());
        answer(response, () -> presence.register(agent, request, silence));
    }

    @Override
    public void seen(SeenRequest request, StreamObserver<NodeStanding> response) {
        JoinedAgent agent = JoinTokens.caller();
        Optional<String> whyPaused =
                request.hasPaused() ? Optional.of(Asked.text(request.getPaused(), MAX_TEXT)) : Optional.empty();
        DocumentVersions known = Asked.read(() -> JobMessages.known(request));
        answer(response, () -> presence.seen(agent, known, whyPaused));
    }

    @Override
    public void followWishes(FollowWishesRequest request, StreamObserver<NodeWish> response) {
        JoinedAgent agent = JoinTokens.caller();
        String node = agent.node();
        ServerCallStreamObserver<NodeWish> call = (ServerCallStreamObserver<NodeWish>) response;
        NodeWish wish = NodeWish.getDefaultInstance();
        Follower<NodeWish> follower = new Follower<>(call, wish, ending(agent));
        beside(
                "wishes",
                call,
                () -> follower.follow(
                        notifications, Channel.NODE, name -> Optional.of(wish).filter(_ -> name.equals(node))));
    }

    @Override
    public void leave(LeaveRequest request, StreamObserver<LeaveResponse> response) {
        JoinedAgent agent = JoinTokens.caller();
        answer(response, () -> {
            jobs.releaseAll(agent);
            presence.leave(agent);
            return LeaveResponse.getDefaultInstance();
        });
    }

    @Override
    public void take(TakeRequest request, StreamObserver<TakeResponse> response) {
        JoinedAgent agent = JoinTokens.caller();
        answer(response, () -> JobMessages.taken(jobs.take(agent, request)));
    }

    @Override
    public void takeSibling(TakeSiblingRequest request, StreamObserver<TakeResponse> response) {
        JoinedAgent agent = JoinTokens.caller();
        Duration lease = Asked.lease(request.getLeaseMillis());
        answer(response, () -> JobMessages.taken(jobs.takeSibling(agent, request.getOf(), lease)));
    }

    @Override
    public void heartbeat(HeartbeatRequest request, StreamObserver<AttemptAnswer> response) {
        JoinedAgent agent = JoinTokens.caller();
        Duration lease = Asked.lease(request.getLeaseMillis());
        answer(response, () -> held(jobs.heartbeat(agent, request.getAttempt(), lease)));
    }

    @Override
    public void progress(ProgressRequest request, StreamObserver<AttemptAnswer> response) {
        Progress progress = Asked.progress(request);
        change(request.getAttempt(), response, (job, attempt) -> stores.jobs().progress(job, attempt, progress));
    }

    @Override
    public void fail(FailRequest request, StreamObserver<AttemptAnswer> response) {
        ErrorCode code = ErrorCode.ofName(request.getErrorCode());
        String message = Asked.text(request.getMessage(), MAX_TEXT);
        change(request.getAttempt(), response, (job, attempt) -> stores.jobs().fail(job, attempt, code, message));
    }

    @Override
    public void release(Attempt request, StreamObserver<AttemptAnswer> response) {
        JoinedAgent agent = JoinTokens.caller();
        answer(response, () -> held(jobs.release(agent, request)));
    }

    /** Of an attempt: says whether it still held, and changes nothing where it did not. */
    @FunctionalInterface
    private interface Change {
        boolean make(UUID job, int attempt);
    }

    /** An attempt has had one owner for good, so that what is the caller's now is nobody else's when it is changed. */
    private void change(Attempt attempt, StreamObserver<AttemptAnswer> response, Change change) {
        JoinedAgent agent = JoinTokens.caller();
        UUID job = Asked.job(attempt);
        answer(response, () -> held(jobs.has(agent, attempt) && change.make(job, attempt.getNumber())));
    }

    @Override
    public void finish(FinishRequest request, StreamObserver<AttemptAnswer> response) {
        JoinedAgent agent = JoinTokens.caller();
        answer(response, () -> held(results.finish(agent, request)));
    }

    @Override
    public void followLosses(FollowLossesRequest request, StreamObserver<LostAttempt> response) {
        ServerCallStreamObserver<LostAttempt> call = (ServerCallStreamObserver<LostAttempt>) response;
        Follower<LostAttempt> follower =
                new Follower<>(call, LostAttempt.getDefaultInstance(), ending(JoinTokens.caller()));
        beside("losses", call, () -> follower.follow(notifications, Channel.ATTEMPT_LOST, AgentsRpc::lost));
    }

    /** Whether a stream is to end. */
    private BooleanSupplier ending(JoinedAgent agent) {
        TokenWatch revoked = new TokenWatch(stores.tokens(), agent.token().id(), TokenWatch.PAUSE);
        return () -> stopping || revoked.getAsBoolean();
    }

    private static Optional<LostAttempt> lost(String jobId) {
        return Optional.of(LostAttempt.newBuilder().setJobId(jobId).build());
    }

    @Override
    public void inputs(Attempt request, StreamObserver<InputsResponse> response) {
        JoinedAgent agent = JoinTokens.caller();
        answer(response, () -> JobMessages.inputs(jobs.inputs(agent, request)));
    }

    @Override
    public void failStranded(FailStrandedRequest request, StreamObserver<FailStrandedResponse> response) {
        JoinedAgent agent = JoinTokens.caller();
        answer(response, () -> {
            stores.nodes()
                    .find(agent.node())
                    .flatMap(node -> node.standing().quarantine())
                    .ifPresent(
                            quarantine -> stores.jobs().failStranded(agent.owner(), quarantine.explain(agent.node())));
            return FailStrandedResponse.getDefaultInstance();
        });
    }

    @Override
    public void sources(SourcesRequest request, StreamObserver<SourcesResponse> response) {
        JoinedAgent agent = JoinTokens.caller();
        answer(
                response,
                () -> NodeMessages.sources(content.ofRecheck(agent).stream().toList()));
    }

    @Override
    public void endRecheck(EndRecheckRequest request, StreamObserver<EndRecheckResponse> response) {
        JoinedAgent agent = JoinTokens.caller();
        List<Control> controls = Asked.controls(request);
        // An agent of another version, or one that lies, is not to clear its own node by saying nothing.
        Optional<String> refusal = request.hasRefusal()
                ? Optional.of(Asked.text(request.getRefusal(), MAX_TEXT))
                : AgreementSession.whyUnsound(controls);
        answer(response, () -> {
            stores.controls().endRecheck(agent.node(), controls, refusal);
            return EndRecheckResponse.getDefaultInstance();
        });
    }

    @Override
    public void look(ContentRequest request, StreamObserver<LookResponse> response) {
        JoinedAgent agent = JoinTokens.caller();
        answer(response, () -> {
            OptionalLong size = content.sizeBytes(agent, request.getSha256());
            LookResponse.Builder found = LookResponse.newBuilder();
            size.ifPresent(found::setSizeBytes);
            return found.build();
        });
    }

    @Override
    public void fetch(ContentRequest request, StreamObserver<ContentPart> response) {
        if (request.getOffset() < 0) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "The field 'offset' is %d; it must not be negative.".formatted(request.getOffset()));
        }
        JoinedAgent agent = JoinTokens.caller();
        String sha256 = Outages.explained(() -> content.required(agent, request.getSha256()));
        ServerCallStreamObserver<ContentPart> call = (ServerCallStreamObserver<ContentPart>) response;
        ContentSender sender = new ContentSender(
                call, new TokenWatch(stores.tokens(), agent.token().id(), TokenWatch.PAUSE));
        beside("content-" + sha256, call, () -> sender.send(blobs, request));
    }

    /** In a thread of its own: while a call's method runs, its listener hears of neither cancellation nor readiness. */
    private static void beside(String name, StreamObserver<?> call, Runnable work) {
        Thread.ofVirtual().name(name).start(() -> {
            try {
                work.run();
            } catch (RuntimeException | Error failure) {
                call.onError(failure);
            }
        });
    }

    private static AttemptAnswer held(boolean held) {
        return AttemptAnswer.newBuilder().setHeld(held).build();
    }

    private static <T> void answer(StreamObserver<T> response, Supplier<T> work) {
        response.onNext(Outages.explained(work));
        response.onCompleted();
    }
}
