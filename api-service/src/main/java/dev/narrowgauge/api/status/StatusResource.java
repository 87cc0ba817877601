package dev.narrowgauge.api.status;

import dev.narrowgauge.api.access.CurrentCaller;
import dev.narrowgauge.api.access.ProjectChoice;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/status}. */
@Path("/v1/status")
@Tag(name = "status")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class StatusResource {
    private final ServiceStatus status;
    private final ProjectChoice projects;
    private final CurrentCaller caller;

    StatusResource(ServiceStatus status, ProjectChoice projects, CurrentCaller caller) {
        this.status = status;
        this.projects = projects;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "getStatus",
            summary = "Who is there, what is to be done, and what waits for what",
            description = "Roles that live or were killed within a day, the queues, and obstacles in sentences.")
    public StatusView get() {
        return status.look(projects.open(caller.get()));
    }
}
