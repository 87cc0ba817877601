package dev.narrowgauge.api.retention;

import dev.narrowgauge.api.access.CurrentCaller;
import dev.narrowgauge.api.access.ProjectChoice;
import dev.narrowgauge.db.Project;
import dev.narrowgauge.db.Retention;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/retention}. */
@Path("/v1/retention")
@Tag(name = "status")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class RetentionResource {
    private final Retentions retentions;
    private final ProjectChoice projects;
    private final CurrentCaller caller;

    RetentionResource(Retentions retentions, ProjectChoice projects, CurrentCaller caller) {
        this.retentions = retentions;
        this.projects = projects;
        this.caller = caller;
    }

    @POST
    @Path("{project}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "setRetention",
            summary = "Set for how many days a project keeps runs and uploads",
            description =
                    "In the place of what was set before, and of what the installation is set up with. What is left out is kept for"
                            + " good. What is older goes within minutes; verdicts stay.")
    public RetentionView set(@PathParam("project") String name, RetentionRequest request) {
        Project project = projects.of(caller.get(), Optional.of(name));
        Retention retention = read(project, request);
        retentions.set(retention);
        // What stood there before is gone.
        caller.tell(request);
        return RetentionView.of(project.name(), retention);
    }

    private static Retention read(Project project, RetentionRequest request) {
        if (request == null) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "The request has no body; send a JSON object, {} to keep everything for good.");
        }
        return new Retention(
                project.id(), days("runDays", request.runDays()), days("uploadDays", request.uploadDays()));
    }

    private static OptionalInt days(String field, Integer given) {
        return Retentions.days(
                "Field '%s'".formatted(field), given == null ? OptionalInt.empty() : OptionalInt.of(given));
    }
}
