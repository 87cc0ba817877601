package dev.narrowgauge.api.history;

import dev.narrowgauge.api.access.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/annotations}; they are read with the series that they are beside. */
@Path("/v1/annotations")
@Tag(name = "history")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class AnnotationResource {
    private final History history;
    private final CurrentCaller caller;

    AnnotationResource(History history, CurrentCaller caller) {
        this.history = history;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "createAnnotation", summary = "Write something beside a series, or beside all")
    @APIResponse(
            responseCode = "201",
            description = "What was written",
            content = @Content(schema = @Schema(implementation = AnnotationView.class)))
    public Response create(AnnotationRequest request) {
        AnnotationRequest sent = request == null ? new AnnotationRequest(null, null, null) : request;
        AnnotationView written = history.annotate(
                Optional.ofNullable(sent.seriesId()), Optional.ofNullable(sent.at()), sent.text(), caller.get());
        return Response.status(201).entity(written).build();
    }

    @POST
    @Path("{id}/delete")
    @Operation(operationId = "deleteAnnotation", summary = "Take back what was written")
    public AnnotationView delete(@PathParam("id") String id) {
        return history.deleteAnnotation(id);
    }
}
