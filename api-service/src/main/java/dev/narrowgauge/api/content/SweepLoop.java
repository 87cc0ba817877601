package dev.narrowgauge.api.content;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.narrowgauge.service.ContentSweep;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jboss.logging.Logger;

/** Has stored content deleted that no row has referred to for long enough, every now and then. */
public final class SweepLoop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SweepLoop.class);
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration PERIOD = Duration.ofHours(1);

    private final ContentSweep sweep;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("content-sweep").factory());

    private SweepLoop(ContentSweep sweep) {
        this.sweep = requireNonNull(sweep, "sweep is null");
    }

    public static SweepLoop start(ContentSweep sweep) {
        SweepLoop loop = new SweepLoop(sweep);
        var _ = loop.timer.scheduleWithFixedDelay(loop::look, FIRST.toMillis(), PERIOD.toMillis(), MILLISECONDS);
        return loop;
    }

    private void look() {
        try {
            int deleted = sweep.run();
            if (deleted > 0) {
                LOG.infof("deleted %d stored contents that nothing refers to", deleted);
            }
        } catch (RuntimeException e) {
            if (!timer.isShutdown()) {
                LOG.warn("cannot delete stored content that nothing refers to; trying again", e);
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
