package dev.narrowgauge.metrics;

import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.queue.ClaimListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;

/** How long jobs wait until somebody takes them, and how often whoever took them is lost. */
@Singleton
public final class ClaimMeters implements ClaimListener {
    private final MeterRegistry registry;
    private final Counter leasesLost;

    public ClaimMeters(MeterRegistry registry) {
        this.registry = registry;
        this.leasesLost = Counter.builder("narrowgauge.leases.lost")
                .description("Jobs queued again because the lease of the process that worked on them ran out")
                .register(registry);
    }

    @Override
    public void taken(Job job, Duration waited) {
        Timer.builder("narrowgauge.job.wait")
                .description("From the time when a job was queued to the time when it was taken")
                .tag(Labels.KIND, Labels.of(job.kind()))
                .tag(Labels.DEVICE_CLASS, Labels.deviceClass(job.deviceClass()))
                .serviceLevelObjectives(Labels.TIMES)
                .register(registry)
                .record(waited);
    }

    @Override
    public void leasesLost(int jobs) {
        leasesLost.increment(jobs);
    }
}
