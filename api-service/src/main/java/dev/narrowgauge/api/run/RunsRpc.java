package dev.narrowgauge.api.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.api.access.Caller;
import dev.narrowgauge.api.access.KnownKeys;
import dev.narrowgauge.api.access.RpcAccess;
import dev.narrowgauge.api.event.GuardedFollower;
import dev.narrowgauge.api.event.RunFeed;
import dev.narrowgauge.api.trace.RpcTraces;
import dev.narrowgauge.db.RunFilter;
import dev.narrowgauge.db.RunStore.Submission;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.VerdictDocument;
import dev.narrowgauge.proto.v1.CancelRunRequest;
import dev.narrowgauge.proto.v1.CancelRunsRequest;
import dev.narrowgauge.proto.v1.CancelRunsResponse;
import dev.narrowgauge.proto.v1.DeleteRunRequest;
import dev.narrowgauge.proto.v1.DeletedRun;
import dev.narrowgauge.proto.v1.GetRunRequest;
import dev.narrowgauge.proto.v1.ListRunsRequest;
import dev.narrowgauge.proto.v1.ListRunsResponse;
import dev.narrowgauge.proto.v1.Run;
import dev.narrowgauge.proto.v1.RunEvent;
import dev.narrowgauge.proto.v1.RunTimeline;
import dev.narrowgauge.proto.v1.RunsGrpc;
import dev.narrowgauge.proto.v1.SubmitRunRequest;
import dev.narrowgauge.proto.v1.WatchRunRequest;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** The gRPC service {@code narrowgauge.v1.Runs}. */
public final class RunsRpc extends RunsGrpc.RunsImplBase {
    private final Runs runs;
    private final RunFeed feed;
    private final KnownKeys keys;
    private final RunMessages messages;

    public RunsRpc(Runs runs, RunFeed feed, KnownKeys keys, ObjectMapper json) {
        this.runs = runs;
        this.feed = feed;
        this.keys = keys;
        this.messages = new RunMessages(json);
    }

    @Override
    public void submit(SubmitRunRequest request, StreamObserver<Run> response) {
        Optional<String> key = Optional.of(request.getIdempotencyKey()).filter(text -> !text.isEmpty());
        Submission filed = runs.submit(messages.submission(request), key, RpcAccess.call(), RpcTraces.parent());
        answer(filed.run(), response);
    }

    @Override
    public void get(GetRunRequest request, StreamObserver<Run> response) {
        answer(runs.get(request.getRunId()), response);
    }

    @Override
    public void timeline(GetRunRequest request, StreamObserver<RunTimeline> response) {
        response.onNext(TimelineMessages.of(runs.timeline(request.getRunId())));
        response.onCompleted();
    }

    @Override
    public void cancel(CancelRunRequest request, StreamObserver<Run> response) {
        answer(runs.cancel(request.getRunId()), response);
    }

    @Override
    public void delete(DeleteRunRequest request, StreamObserver<DeletedRun> response) {
        response.onNext(RunMessages.deleted(runs.delete(request.getRunId())));
        response.onCompleted();
    }

    @Override
    public void list(ListRunsRequest request, StreamObserver<ListRunsResponse> response) {
        RunFilter filter = RunQueries.filter(request);
        var page = RunQueries.page(request).of((after, size) -> runs.list(filter, after, size));
        response.onNext(RunMessages.page(page));
        response.onCompleted();
    }

    @Override
    public void cancelAll(CancelRunsRequest request, StreamObserver<CancelRunsResponse> response) {
        response.onNext(RunMessages.cancelled(runs.cancel(RunQueries.filter(request))));
        response.onCompleted();
    }

    @Override
    public void watch(WatchRunRequest request, StreamObserver<RunEvent> response) {
        ServerCallStreamObserver<RunEvent> call = (ServerCallStreamObserver<RunEvent>) response;
        UUID run = runs.get(request.getRunId()).id();
        Optional<Duration> timeout = RunFeed.timeout(
                request.hasTimeoutSeconds() ? String.valueOf(request.getTimeoutSeconds()) : null, "timeout_seconds");
        Caller caller = RpcAccess.caller();
        WatchFollower client = new WatchFollower(call, messages);
        // In a thread of its own: while a call's method runs, its listener hears of neither cancellation nor readiness.
        Thread.ofVirtual().name("watch-" + run).start(() -> {
            try (GuardedFollower follower = new GuardedFollower(client, keys, caller)) {
                feed.follow(run, request.getAfterSequence(), timeout, follower);
                if (feed.isClosed()) {
                    throw new NarrowgaugeException(
                            ErrorCode.SERVICE_UNREACHABLE,
                            "The service is stopping; watch again from the last number once it is back.");
                }
                keys.requireGood(caller);
                call.onCompleted();
            } catch (RuntimeException | Error failure) {
                call.onError(failure);
            }
        });
    }

    /** Empty where only a newer version can read it: what else is known of the run is still told. */
    private Optional<VerdictDocument> verdict(String run) {
        try {
            return Optional.of(runs.verdict(run));
        } catch (NarrowgaugeException e) {
            if (e.code() == ErrorCode.DOCUMENT_TOO_NEW) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void answer(dev.narrowgauge.domain.run.Run run, StreamObserver<Run> response) {
        String id = run.id().toString();
        Optional<VerdictDocument> verdict = run.verdict().flatMap(_ -> verdict(id));
        response.onNext(messages.run(run, verdict, runs.jobs(id), runs.detectableLoss(run)));
        response.onCompleted();
    }
}
