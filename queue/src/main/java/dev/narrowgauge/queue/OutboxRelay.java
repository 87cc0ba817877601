package dev.narrowgauge.queue;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.narrowgauge.db.Channel;
import dev.narrowgauge.db.OutboxStore;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Carries the outbox to Kafka, on one thread. A batch leaves the outbox when the broker has acknowledged it, so one may
 * be sent twice but is never lost; while the broker is away the outbox keeps them.
 */
public final class OutboxRelay implements AutoCloseable {
    private static final Logger LOG = System.getLogger(OutboxRelay.class.getName());
    private static final int BATCH = 100;
    private static final Duration TIMER = Duration.ofSeconds(1);
    private static final Duration STOP = Duration.ofSeconds(15);
    private static final String NOT_ANSWERED = "Kafka has not answered yet";

    private final OutboxStore outbox;
    private final Supplier<TaskProducer> connect;
    private final Consumer<NarrowgaugeException> hopeless;
    private final Notifications.Subscription subscription;
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopping;
    private volatile Optional<TaskProducer> producer = Optional.empty();
    private volatile Optional<String> obstacle = Optional.of(NOT_ANSWERED);
    private boolean answered;
    private boolean failing;

    private OutboxRelay(
            OutboxStore outbox,
            Notifications notifications,
            Supplier<TaskProducer> connect,
            Consumer<NarrowgaugeException> hopeless) {
        this.outbox = outbox;
        this.connect = connect;
        this.hopeless = hopeless;
        this.subscription = notifications.listen(Channel.OUTBOX, _ -> wake.release());
        this.thread = Thread.ofPlatform().name("outbox-relay").unstarted(this::run);
    }

    /** @param hopeless told, once, why no message will ever be sent; must not wait for the relay to end */
    public static OutboxRelay start(
            OutboxStore outbox,
            Notifications notifications,
            Brokers brokers,
            TaskTraces traces,
            Consumer<NarrowgaugeException> hopeless) {
        return start(outbox, notifications, () -> new TaskProducer(brokers, traces), hopeless);
    }

    static OutboxRelay start(
            OutboxStore outbox,
            Notifications notifications,
            Supplier<TaskProducer> connect,
            Consumer<NarrowgaugeException> hopeless) {
        OutboxRelay relay = new OutboxRelay(outbox, notifications, connect, hopeless);
        relay.thread.start();
        return relay;
    }

    /**
     * Why no message can be sent as things are set: the brokers have not answered since the start, or refuse what they are
     * sent. Empty also where they are away for a while, which the outbox outlasts.
     */
    public Optional<String> obstacle() {
        return obstacle;
    }

    private void run() {
        while (!stopping) {
            Optional<NarrowgaugeException> never = forward();
            if (never.isPresent()) {
                hopeless.accept(never.get());
                return;
            }
            try {
                // The timer is for what becomes due later, and for a notification that was missed.
                wake.tryAcquire(TIMER.toMillis(), MILLISECONDS);
                wake.drainPermits();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Why there is no use in going on; empty where there may be. */
    private Optional<NarrowgaugeException> forward() {
        try {
            TaskProducer connected = connected();
            while (!stopping && outbox.forward(BATCH, connected::send) == BATCH) {
                failing = false;
            }
            failing = false;
            obstacle = Optional.empty();
            return Optional.empty();
        } catch (RuntimeException e) {
            return meet(e);
        }
    }

    /** Looks for the brokers before there is a message for them, so that wrong settings are known at once. */
    private TaskProducer connected() {
        if (producer.isEmpty()) {
            producer = Optional.of(connect.get());
        }
        if (!answered) {
            producer.get().requireBrokers();
            answered = true;
            obstacle = Optional.empty();
        }
        return producer.get();
    }

    private Optional<NarrowgaugeException> meet(RuntimeException failure) {
        LOG.log(
                failing ? Level.DEBUG : Level.WARNING,
                "the outbox waits for Kafka and Postgres: {0}",
                failure.getMessage());
        failing = true;
        if (!answered || isRefusal(failure)) {
            obstacle = Optional.of(String.valueOf(failure.getMessage()));
        }
        return answered ? Optional.empty() : BrokerFailure.hopeless(failure);
    }

    private static boolean isRefusal(RuntimeException failure) {
        return failure instanceof KafkaException && !(failure instanceof RetriableException);
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
        producer.ifPresent(TaskProducer::close);
    }
}
