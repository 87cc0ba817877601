package dev.narrowgauge.agent;

import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while the agent takes no jobs because its machine fails them; says why. */
@Readiness
@Singleton
final class AgentReadiness implements HealthCheck {
    private final AgentLifecycle lifecycle;

    AgentReadiness(AgentLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<String> reason = lifecycle.whyPaused();
        return reason.map(why -> HealthCheckResponse.named("agent")
                        .down()
                        .withData("reason", why)
                        .build())
                .orElseGet(() -> HealthCheckResponse.up("agent"));
    }
}
