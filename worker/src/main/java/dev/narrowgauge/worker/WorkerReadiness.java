package dev.narrowgauge.worker;

import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while the worker takes no jobs because its machine fails them; says why. */
@Readiness
@Singleton
final class WorkerReadiness implements HealthCheck {
    private final WorkerLifecycle lifecycle;

    WorkerReadiness(WorkerLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<String> reason = lifecycle.whyPaused();
        return reason.map(why -> HealthCheckResponse.named("worker")
                        .down()
                        .withData("reason", why)
                        .build())
                .orElseGet(() -> HealthCheckResponse.up("worker"));
    }
}
