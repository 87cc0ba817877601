package dev.narrowgauge.api.wiring;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Not ready while what the API takes cannot be passed on because of how it is set up; says why. Brokers that are away for a
 * while are no reason: what is submitted meanwhile waits for them.
 */
@Readiness
@Singleton
final class ApiReadiness implements HealthCheck {
    private final BackgroundWork work;

    ApiReadiness(BackgroundWork work) {
        this.work = work;
    }

    @Override
    public HealthCheckResponse call() {
        return work.obstacle()
                .map(why -> HealthCheckResponse.named(ApiLifecycle.ROLE)
                        .down()
                        .withData("reason", why)
                        .build())
                .orElseGet(() -> HealthCheckResponse.up(ApiLifecycle.ROLE));
    }
}
