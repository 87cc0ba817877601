package dev.narrowgauge.queue;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.narrowgauge.db.Channel;
import dev.narrowgauge.db.OutboxStore;
import dev.narrowgauge.db.notify.Notifications;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Carries the outbox to Kafka, on one thread. A batch leaves the outbox when the broker has acknowledged it, so one may
 * be sent twice but is never lost; while the broker is away the outbox keeps them.
 */
public final class OutboxRelay implements AutoCloseable {
    private static final Logger LOG = System.getLogger(OutboxRelay.class.getName());
    private static final int BATCH = 100;
    private static final Duration TIMER = Duration.ofSeconds(1);
    private static final Duration STOP = Duration.ofSeconds(15);

    private final OutboxStore outbox;
    private final TaskProducer producer;
    private final Notifications.Subscription subscription;
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopping;
    private boolean failing;

    private OutboxRelay(OutboxStore outbox, TaskProducer producer, Notifications notifications) {
        this.outbox = outbox;
        this.producer = producer;
        this.subscription = notifications.listen(Channel.OUTBOX, _ -> wake.release());
        this.thread = Thread.ofPlatform().name("outbox-relay").unstarted(this::run);
    }

    public static OutboxRelay start(OutboxStore outbox, Notifications notifications, Brokers brokers) {
        return start(outbox, notifications, new TaskProducer(brokers));
    }

    static OutboxRelay start(OutboxStore outbox, Notifications notifications, TaskProducer producer) {
        OutboxRelay relay = new OutboxRelay(outbox, producer, notifications);
        relay.thread.start();
        return relay;
    }

    private void run() {
        while (!stopping) {
            forward();
            try {
                // The timer is for what becomes due later, and for a notification that was missed.
                wake.tryAcquire(TIMER.toMillis(), MILLISECONDS);
                wake.drainPermits();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void forward() {
        try {
            while (!stopping && outbox.forward(BATCH, producer::send) == BATCH) {
                failing = false;
            }
            failing = false;
        } catch (RuntimeException e) {
            LOG.log(
                    failing ? Level.DEBUG : Level.WARNING,
                    "the outbox waits for Kafka and Postgres: {0}",
                    e.getMessage());
            failing = true;
        }
    }

    @Override
    public void close() {
        stopping = true;
        wake.release();
        subscription.close();
        try {
            if (!thread.join(STOP)) {
                LOG.log(Level.WARNING, "the outbox relay did not stop in {0}", STOP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }
}
