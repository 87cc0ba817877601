package dev.narrowgauge.api.agent;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.narrowgauge.db.Channel;
import dev.narrowgauge.db.notify.Notifications;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Tells one agent what Postgres tells of, until it goes or the service stops. */
final class Follower<T> {
    /** To an agent that reads slower than that it is not told of each. */
    private static final int MOST_WAITING = 100;

    private static final long LOOK_SECONDS = 1;

    private final ServerCallStreamObserver<T> call;
    private final T any;
    private final BooleanSupplier stopping;
    private final BlockingQueue<T> waiting = new LinkedBlockingQueue<>(MOST_WAITING);

    /**
     * Only in the method that was called: handlers are not accepted later.
     *
     * @param any says that anything may have happened
     */
    Follower(ServerCallStreamObserver<T> call, T any, BooleanSupplier stopping) {
        this.call = call;
        this.any = any;
        this.stopping = stopping;
        // Without one the observer throws where the agent is gone.
        call.setOnCancelHandler(() -> {});
    }

    /** @param message of a payload; none where that is nothing to the agent */
    void follow(Notifications notifications, Channel channel, Function<String, Optional<T>> message) {
        waiting.add(any);
        try (Notifications.Subscription _ = notifications.listen(channel, payload -> heard(payload, message))) {
            while (!call.isCancelled() && !stopping.getAsBoolean()) {
                tellNext();
            }
            call.onCompleted();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            call.onCompleted();
        }
    }

    private void heard(Optional<String> payload, Function<String, Optional<T>> message) {
        Optional<T> told = payload.isPresent() ? message.apply(payload.get()) : Optional.of(any);
        if (told.isPresent() && !waiting.offer(told.get())) {
            waiting.clear();
            var _ = waiting.offer(any);
        }
    }

    private void tellNext() throws InterruptedException {
        T next = call.isReady() ? waiting.poll(LOOK_SECONDS, SECONDS) : null;
        if (next != null) {
            call.onNext(next);
        } else if (!call.isReady()) {
            SECONDS.sleep(LOOK_SECONDS);
        }
    }
}
