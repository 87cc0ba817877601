package dev.narrowgauge.api.history;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.narrowgauge.db.HistoryIntake;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jboss.logging.Logger;

/** Takes what was measured into histories, every now and then. Any number of processes may do so. */
public final class HistoryLoop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(HistoryLoop.class);

    /** Of one transaction: a measurement's documents are wide. */
    private static final int MEASUREMENTS = 20;

    private final HistoryIntake intake;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("history").factory());

    private HistoryLoop(HistoryIntake intake) {
        this.intake = requireNonNull(intake, "intake is null");
    }

    public static HistoryLoop start(HistoryIntake intake, Duration period) {
        HistoryLoop loop = new HistoryLoop(intake);
        var _ = loop.timer.scheduleWithFixedDelay(loop::look, period.toMillis(), period.toMillis(), MILLISECONDS);
        return loop;
    }

    private void look() {
        try {
            int taken = MEASUREMENTS;
            while (taken == MEASUREMENTS && !timer.isShutdown()) {
                taken = intake.take(MEASUREMENTS);
            }
        } catch (RuntimeException e) {
            if (!timer.isShutdown()) {
                LOG.warn("cannot take what was measured into histories; trying again", e);
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
