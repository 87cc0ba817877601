package dev.narrowgauge.service;

import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Not ready while a role takes no tasks, for its machine fails them or nobody gives it any; says why. To be a bean for each
 * role.
 */
public abstract class RoleReadiness implements HealthCheck {
    private final String role;
    private final TaskRoles roles;

    protected RoleReadiness(String role, TaskRoles roles) {
        this.role = role;
        this.roles = roles;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<String> reason = roles.whyPaused(role);
        return reason.map(why -> HealthCheckResponse.named(role)
                        .down()
                        .withData("reason", why)
                        .build())
                .orElseGet(() -> HealthCheckResponse.up(role));
    }
}
