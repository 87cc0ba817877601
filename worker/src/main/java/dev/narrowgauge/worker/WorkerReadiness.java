package dev.narrowgauge.worker;

import dev.narrowgauge.service.RoleReadiness;
import dev.narrowgauge.service.TaskRoles;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.Readiness;

/** Whether the worker takes jobs. */
@Readiness
@Singleton
final class WorkerReadiness extends RoleReadiness {
    WorkerReadiness(TaskRoles roles) {
        super(WorkerRole.NAME, roles);
    }
}
