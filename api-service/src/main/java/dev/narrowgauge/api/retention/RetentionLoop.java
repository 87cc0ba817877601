package dev.narrowgauge.api.retention;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jboss.logging.Logger;

/** Has deleted what is old or left over, every minute. */
public final class RetentionLoop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RetentionLoop.class);
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final RetentionSweep sweep;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("retention").factory());

    private RetentionLoop(RetentionSweep sweep) {
        this.sweep = requireNonNull(sweep, "sweep is null");
    }

    /** Fails where the installation is set up to keep things for no time. */
    public static RetentionLoop start(RetentionSweep sweep) {
        sweep.requireSensible();
        RetentionLoop loop = new RetentionLoop(sweep);
        var _ = loop.timer.scheduleWithFixedDelay(loop::look, PERIOD.toMillis(), PERIOD.toMillis(), MILLISECONDS);
        return loop;
    }

    private void look() {
        for (Runnable step : sweep.steps()) {
            try {
                step.run();
            } catch (RuntimeException e) {
                if (!timer.isShutdown()) {
                    LOG.warn("cannot delete what is old or left over; trying again", e);
                }
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
