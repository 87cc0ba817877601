package dev.narrowgauge.gateway;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.proto.v1.AgentsGrpc.AgentsBlockingStub;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;

/** Hears what the gateway tells an agent, for as long as it is open; where the stream breaks it is opened again. */
final class GatewayStream<T> implements Notifications.Subscription {
    private static final Logger LOG = System.getLogger(GatewayStream.class.getName());

    /** Then it is opened anew: over a new connection, once the API has ended the old one for its age. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final GatewayConnection gateway;
    private final Function<AgentsBlockingStub, Iterator<T>> call;
    private final Consumer<T> listener;
    private final Context.CancellableContext open = Context.ROOT.withCancellation();
    private final CountDownLatch closed = new CountDownLatch(1);
    private Duration pause = FIRST_PAUSE;

    private GatewayStream(
            GatewayConnection gateway, Function<AgentsBlockingStub, Iterator<T>> call, Consumer<T> listener) {
        this.gateway = gateway;
        this.call = call;
        this.listener = listener;
    }

    /**
     * Begins to hear.
     *
     * @param name of the thread that does
     * @param call opens the stream
     */
    static <T> Notifications.Subscription follow(
            String name,
            GatewayConnection gateway,
            Function<AgentsBlockingStub, Iterator<T>> call,
            Consumer<T> listener) {
        GatewayStream<T> stream = new GatewayStream<>(gateway, call, listener);
        Thread.ofVirtual().name(name).start(stream.open.wrap(stream::run));
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
        Iterator<T> messages = gateway.call(LIMIT, call);
        while (messages.hasNext()) {
            T message = messages.next();
            pause = FIRST_PAUSE;
            listener.accept(message);
        }
    }

    private static void told(NarrowgaugeException failure) {
        LOG.log(Level.DEBUG, "until the stream is open again heartbeats alone tell: {0}", failure.getMessage());
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
