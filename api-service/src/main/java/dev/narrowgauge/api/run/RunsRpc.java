package dev.narrowgauge.api.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.api.event.RunFeed;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.proto.v1.CancelRunRequest;
import dev.narrowgauge.proto.v1.GetRunRequest;
import dev.narrowgauge.proto.v1.Run;
import dev.narrowgauge.proto.v1.RunEvent;
import dev.narrowgauge.proto.v1.RunsGrpc;
import dev.narrowgauge.proto.v1.SubmitRunRequest;
import dev.narrowgauge.proto.v1.WatchRunRequest;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.RunOnVirtualThread;
import java.util.List;
import java.util.Optional;

/** The gRPC service {@code narrowgauge.v1.Runs}. */
@GrpcService
@RunOnVirtualThread
public class RunsRpc extends RunsGrpc.RunsImplBase {
    private final Runs runs;
    private final RunFeed feed;
    private final RunMessages messages;

    RunsRpc(Runs runs, RunFeed feed, ObjectMapper json) {
        this.runs = runs;
        this.feed = feed;
        this.messages = new RunMessages(json);
    }

    @Override
    @RunOnVirtualThread
    public void submit(SubmitRunRequest request, StreamObserver<Run> response) {
        Optional<String> key = Optional.of(request.getIdempotencyKey()).filter(text -> !text.isEmpty());
        answer(runs.submit(messages.submission(request), key).run(), response);
    }

    @Override
    @RunOnVirtualThread
    public void get(GetRunRequest request, StreamObserver<Run> response) {
        answer(runs.get(request.getRunId()), response);
    }

    @Override
    @RunOnVirtualThread
    public void cancel(CancelRunRequest request, StreamObserver<Run> response) {
        answer(runs.cancel(request.getRunId()), response);
    }

    @Override
    @RunOnVirtualThread
    public void watch(WatchRunRequest request, StreamObserver<RunEvent> response) {
        ServerCallStreamObserver<RunEvent> call = (ServerCallStreamObserver<RunEvent>) response;
        feed.follow(runs.get(request.getRunId()).id(), request.getAfterSequence(), new RunFeed.Follower() {
            @Override
            public boolean gone() {
                return call.isCancelled();
            }

            @Override
            public void event(dev.narrowgauge.domain.run.RunEvent event) {
                call.onNext(messages.event(event));
            }

            @Override
            public void heartbeat() {
                // HTTP/2 keeps the connection alive by itself.
            }
        });
        if (!call.isCancelled()) {
            call.onCompleted();
        }
    }

    private void answer(dev.narrowgauge.domain.run.Run run, StreamObserver<Run> response) {
        List<Job> jobs = runs.jobs(run.id().toString());
        response.onNext(messages.run(run, jobs));
        response.onCompleted();
    }
}
