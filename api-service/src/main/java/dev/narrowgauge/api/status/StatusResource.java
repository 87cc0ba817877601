package dev.narrowgauge.api.status;

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

    StatusResource(ServiceStatus status) {
        this.status = status;
    }

    @GET
    @Operation(
            operationId = "getStatus",
            summary = "Who is there, what is to be done, and what waits for what",
            description = "Roles that live or were killed within a day, the queues, and obstacles in sentences.")
    public StatusView get() {
        return status.look();
    }
}
