package dev.narrowgauge.agent;

import dev.narrowgauge.service.RoleReadiness;
import dev.narrowgauge.service.TaskRoles;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.Readiness;

/** Whether the agent takes jobs, or would if its node were not in quarantine. */
@Readiness
@Singleton
final class AgentReadiness extends RoleReadiness {
    AgentReadiness(TaskRoles roles) {
        super(AgentRole.NAME, roles);
    }
}
