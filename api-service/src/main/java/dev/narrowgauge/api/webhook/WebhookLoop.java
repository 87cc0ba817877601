package dev.narrowgauge.api.webhook;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.narrowgauge.db.WebhookOutbox;
import dev.narrowgauge.db.WebhookOutbox.Due;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/** Sends what is due to webhooks, every now and then. Any number of processes may do so. */
public final class WebhookLoop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(WebhookLoop.class);

    /** At a time, to as many receivers. */
    private static final int LANES = 16;

    /** Well beyond what a try may take, the look-up of its host and the note of its end included. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private final WebhookOutbox outbox;
    private final WebhookSender sender;
    private final Semaphore lanes = new Semaphore(LANES);
    private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("webhooks").factory());

    private WebhookLoop(WebhookOutbox outbox, WebhookSender sender) {
        this.outbox = requireNonNull(outbox, "outbox is null");
        this.sender = requireNonNull(sender, "sender is null");
    }

    public static WebhookLoop start(WebhookOutbox outbox, WebhookSender sender, Duration period) {
        WebhookLoop loop = new WebhookLoop(outbox, sender);
        var _ = loop.timer.scheduleWithFixedDelay(loop::look, period.toMillis(), period.toMillis(), MILLISECONDS);
        return loop;
    }

    private void look() {
        try {
            int free = lanes.availablePermits();
            if (free > 0 && !timer.isShutdown()) {
                outbox.claim(free, LEASE).forEach(this::begin);
            }
        } catch (RuntimeException e) {
            if (!timer.isShutdown()) {
                LOG.warn("cannot look for what webhooks are to be told; trying again", e);
            }
        }
    }

    /** This thread alone takes lanes, so there is one. */
    private void begin(Due due) {
        lanes.acquireUninterruptibly();
        senders.execute(() -> {
            try {
                outbox.end(due, sender.send(due), ThreadLocalRandom.current().nextDouble());
            } catch (CancellationException e) {
                LOG.debugf("%s is sent again once its lease has ended", due);
            } catch (RuntimeException e) {
                LOG.warnf(e, "%s is sent again once its lease has ended", due);
            } finally {
                lanes.release();
                lookAgain();
            }
        });
    }

    /** There may be more for the same receiver. */
    private void lookAgain() {
        try {
            timer.execute(this::look);
        } catch (RejectedExecutionException e) {
            LOG.debug("stopped", e);
        }
    }

    /** What is being sent then is sent again by others. */
    @Override
    public void close() {
        timer.shutdownNow();
        senders.shutdownNow();
    }
}
