package dev.narrowgauge.api.agent;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.narrowgauge.db.Channel;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.proto.v1.LostAttempt;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;

/** Tells one agent which attempts were lost, until it goes or the service stops. */
final class LossFollower {
    /** Any may have been lost. */
    private static final LostAttempt ANY = LostAttempt.getDefaultInstance();

    /** To an agent that reads slower than that it is not told of each. */
    private static final int MOST_WAITING = 100;

    private static final long LOOK_SECONDS = 1;

    private final ServerCallStreamObserver<LostAttempt> call;
    private final BooleanSupplier stopping;
    private final BlockingQueue<LostAttempt> waiting = new LinkedBlockingQueue<>(MOST_WAITING);

    /** Only in the method that was called: handlers are not accepted later. */
    LossFollower(ServerCallStreamObserver<LostAttempt> call, BooleanSupplier stopping) {
        this.call = call;
        this.stopping = stopping;
        // Without one the observer throws where the agent is gone.
        call.setOnCancelHandler(() -> {});
    }

    void follow(Notifications notifications) {
        waiting.add(ANY);
        try (Notifications.Subscription _ = notifications.listen(Channel.ATTEMPT_LOST, this::heard)) {
            while (!call.isCancelled() && !stopping.getAsBoolean()) {
                tellNext();
            }
            call.onCompleted();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            call.onCompleted();
        }
    }

    private void heard(Optional<String> jobId) {
        LostAttempt lost = jobId.map(
                        id -> LostAttempt.newBuilder().setJobId(id).build())
                .orElse(ANY);
        if (!waiting.offer(lost)) {
            waiting.clear();
            var _ = waiting.offer(ANY);
        }
    }

    private void tellNext() throws InterruptedException {
        LostAttempt next = call.isReady() ? waiting.poll(LOOK_SECONDS, SECONDS) : null;
        if (next != null) {
            call.onNext(next);
        } else if (!call.isReady()) {
            SECONDS.sleep(LOOK_SECONDS);
        }
    }
}
