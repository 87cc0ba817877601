package dev.narrowgauge.api.run;

import dev.narrowgauge.api.event.RunFeed;
import dev.narrowgauge.proto.v1.RunEvent;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** Writes a run's events to one gRPC client, at the speed at which it reads them. */
final class WatchFollower implements RunFeed.Follower {
    private final ServerCallStreamObserver<RunEvent> call;
    private final RunMessages messages;
    private final Semaphore changes = new Semaphore(0);
    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    /** Only in the method that was called: handlers are not accepted later. */
    WatchFollower(ServerCallStreamObserver<RunEvent> call, RunMessages messages) {
        this.call = call;
        this.messages = messages;
        call.setOnReadyHandler(changes::release);
        call.setOnCancelHandler(() -> {
            gone.complete(null);
            changes.release();
        });
    }

    @Override
    public boolean gone() {
        return gone.isDone();
    }

    @Override
    public void whenGone(Runnable wake) {
        var _ = gone.thenRun(wake);
    }

    @Override
    public void event(dev.narrowgauge.domain.run.RunEvent event) {
        while (!call.isReady() && !gone()) {
            changes.acquireUninterruptibly();
        }
        call.onNext(messages.event(event));
    }

    @Override
    public void notice(dev.narrowgauge.domain.run.RunEvent notice) {
        event(notice);
    }
}
