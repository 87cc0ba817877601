package dev.narrowgauge.api.metrics;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jboss.logging.Logger;

/**
 * Reads the state of the deployment every now and then, and not whenever somebody asks for the metrics: then those would wait
 * for the database, and be gone with it.
 */
public final class DeploymentLoop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(DeploymentLoop.class);
    private static final long PERIOD_SECONDS = 15;

    /** They change with a measurement, and each has up to 300 rows behind it. */
    private static final long PERIOD_OF_FLOORS_SECONDS = 120;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("deployment-metrics").factory());

    private DeploymentLoop() {}

    public static DeploymentLoop start(DeploymentReader reader, DeploymentMeters meters) {
        requireNonNull(reader, "reader is null");
        requireNonNull(meters, "meters is null");
        DeploymentLoop loop = new DeploymentLoop();
        var _ = loop.timer.scheduleWithFixedDelay(
                () -> loop.patiently(() -> meters.show(reader.read())), 0, PERIOD_SECONDS, SECONDS);
        var _ = loop.timer.scheduleWithFixedDelay(
                () -> loop.patiently(() -> meters.showFloors(reader.floors())), 0, PERIOD_OF_FLOORS_SECONDS, SECONDS);
        return loop;
    }

    /** How old they are the metrics say themselves. */
    private void patiently(Runnable reading) {
        try {
            reading.run();
        } catch (RuntimeException e) {
            if (!timer.isShutdown()) {
                LOG.debug("the state of the deployment could not be read", e);
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
