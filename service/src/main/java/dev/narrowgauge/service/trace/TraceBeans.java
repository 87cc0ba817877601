package dev.narrowgauge.service.trace;

import dev.narrowgauge.queue.TaskTraces;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/** The traces of a process, made once for all of its roles. */
@Singleton
final class TraceBeans {
    private final Config config;

    TraceBeans(Config config) {
        this.config = config;
    }

    @Produces
    @Singleton
    OpenTelemetry telemetry() {
        String program = config.getOptionalValue("quarkus.application.name", String.class)
                .orElse("narrowgauge");
        return TraceExport.of(TraceExport.settings(System.getenv(), System.getProperties()), program);
    }

    /** Sends what has not been sent yet. */
    void close(@Disposes OpenTelemetry telemetry) {
        if (telemetry instanceof OpenTelemetrySdk sdk) {
            sdk.close();
        }
    }

    @Produces
    @Singleton
    TaskTraces taskTraces(OpenTelemetry telemetry) {
        return new TaskTraces(telemetry);
    }
}
