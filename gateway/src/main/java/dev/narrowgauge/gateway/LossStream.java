package dev.narrowgauge.gateway;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.proto.v1.FollowLossesRequest;
import dev.narrowgauge.proto.v1.LostAttempt;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Hears from the gateway which attempts were lost, for as long as it is open; where the stream breaks it is opened again. */
final class LossStream implements Notifications.Subscription {
    private static final Logger LOG = System.getLogger(LossStream.class.getName());

    /** Then it is opened anew, so that a balancer may give it to another replica. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final GatewayConnection gateway;
    private final Consumer<Optional<String>> lost;
    private final Context.CancellableContext open = Context.ROOT.withCancellation();
    private final CountDownLatch closed = new CountDownLatch(1);
    private Duration pause = FIRST_PAUSE;

    private LossStream(GatewayConnection gateway, Consumer<Optional<String>> lost) {
        this.gateway = gateway;
        this.lost = lost;
    }

    static LossStream follow(GatewayConnection gateway, Consumer<Optional<String>> lost) {
        LossStream stream = new LossStream(gateway, lost);
        Thread.ofVirtual().name("lost-attempts").start(stream.open.wrap(stream::run));
        return stream;
    }

    private void run() {
        do {
            try {
                hear();
            } catch (StatusRuntimeException e) {
                told(gateway.failure(e));
            } catch (NarrowgaugeException e) {
                told(e);
            }
        } while (!isClosed());
    }

    private void hear() {
        Iterator<LostAttempt> attempts = gateway.call(
                LIMIT, calls -> calls.followLosses(FollowLossesRequest.getDefaultInstance()));
        while (attempts.hasNext()) {
            String job = attempts.next().getJobId();
            pause = FIRST_PAUSE;
            lost.accept(Optional.of(job).filter(id -> !id.isEmpty()));
        }
    }

    private static void told(NarrowgaugeException failure) {
        LOG.log(Level.DEBUG, "lost attempts are found by heartbeats alone: {0}", failure.getMessage());
    }

    /** Waits before the stream is opened again, each time longer. */
    private boolean isClosed() {
        try {
            boolean ended = closed.await(pause.toMillis(), MILLISECONDS);
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
            return ended;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        open.cancel(null);
    }
}
