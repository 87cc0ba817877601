package dev.narrowgauge.api.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.IntSupplier;

/** What this API does for those who watch runs, and gives up for those who wait. */
public final class ServiceMeters {
    private final Counter givenUp;

    /** @param followers how many follow a run now */
    public ServiceMeters(MeterRegistry registry, IntSupplier followers) {
        Gauge.builder("narrowgauge.followers", () -> followers.getAsInt())
                .description("Streams of events of a run that are open, over HTTP and gRPC")
                .register(registry);
        this.givenUp = Counter.builder("narrowgauge.jobs.given.up")
                .description("Jobs that failed because nobody took them in time")
                .register(registry);
    }

    public void givenUp(int jobs) {
        givenUp.increment(jobs);
    }
}
