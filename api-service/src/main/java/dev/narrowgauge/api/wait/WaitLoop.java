package dev.narrowgauge.api.wait;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.narrowgauge.api.metrics.ServiceMeters;
import dev.narrowgauge.queue.ClaimListener;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jboss.logging.Logger;

/** Looks every now and then for jobs that wait in vain. */
public final class WaitLoop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(WaitLoop.class);

    private final WaitLimits limits;
    private final ClaimListener claims;
    private final ServiceMeters meters;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("job-waits").factory());

    private WaitLoop(WaitLimits limits, ClaimListener claims, ServiceMeters meters) {
        this.limits = requireNonNull(limits, "limits is null");
        this.claims = requireNonNull(claims, "claims is null");
        this.meters = requireNonNull(meters, "meters is null");
    }

    public static WaitLoop start(WaitLimits limits, ClaimListener claims, ServiceMeters meters, Duration period) {
        WaitLoop loop = new WaitLoop(limits, claims, meters);
        var _ = loop.timer.scheduleWithFixedDelay(loop::enforce, period.toMillis(), period.toMillis(), MILLISECONDS);
        return loop;
    }

    private void enforce() {
        try {
            int lost = limits.takeBackLost();
            if (lost > 0) {
                LOG.infof("queued %d jobs again whose workers were lost", lost);
                claims.leasesLost(lost);
            }
            int count = limits.enforce();
            if (count > 0) {
                LOG.infof("gave up %d jobs that no worker or node took", count);
                meters.givenUp(count);
            }
        } catch (RuntimeException e) {
            if (!timer.isShutdown()) {
                LOG.warn("cannot look for jobs that have waited too long; trying again", e);
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
