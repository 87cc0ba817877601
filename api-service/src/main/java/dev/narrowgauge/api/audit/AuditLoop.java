package dev.narrowgauge.api.audit;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.narrowgauge.api.access.AuditTrail;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jboss.logging.Logger;

/** Writes and chains what the audit log is to say, every now and then and once more at the end. */
public final class AuditLoop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(AuditLoop.class);
    private static final Duration PERIOD = Duration.ofMillis(500);

    private final AuditTrail trail;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("audit").factory());

    private AuditLoop(AuditTrail trail) {
        this.trail = requireNonNull(trail, "trail is null");
    }

    public static AuditLoop start(AuditTrail trail) {
        AuditLoop loop = new AuditLoop(trail);
        var _ = loop.timer.scheduleWithFixedDelay(loop::write, PERIOD.toMillis(), PERIOD.toMillis(), MILLISECONDS);
        return loop;
    }

    private void write() {
        try {
            trail.write();
        } catch (RuntimeException e) {
            LOG.warn("cannot write into the audit log; trying again", e);
        }
    }

    @Override
    public void close() {
        timer.shutdown();
        write();
    }
}
