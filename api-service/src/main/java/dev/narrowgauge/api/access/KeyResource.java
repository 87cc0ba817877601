package dev.narrowgauge.api.access;

import dev.narrowgauge.api.answer.Located;
import dev.narrowgauge.api.page.PageView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/keys}. */
@Path("/v1/keys")
@Tag(name = "keys")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class KeyResource {
    private final Keys keys;
    private final CurrentCaller caller;
    private final CurrentProject project;

    KeyResource(Keys keys, CurrentCaller caller, CurrentProject project) {
        this.keys = keys;
        this.caller = caller;
        this.project = project;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createKey",
            summary = "Make an API key, by which a program is known",
            description = "The key is told once.")
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content = @Content(schema = @Schema(implementation = NewKey.class)))
    public Response create(KeyRequest request) {
        return told(keys.create(request, caller.get(), project));
    }

    @GET
    @Operation(
            operationId = "listKeys",
            summary = "The API keys, in one page, those that are not good any more among them")
    public PageView<KeyView> list() {
        return PageView.whole(keys.list());
    }

    @POST
    @Path("{id}/rotate")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "rotateKey",
            summary = "Make a key that follows another",
            description =
                    "It has the same name and scopes, and is told once. The one before it stays good for the overlap, so"
                            + " that whoever has it can be given the new one first.")
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content = @Content(schema = @Schema(implementation = NewKey.class)))
    public Response rotate(@PathParam("id") String id, RotationRequest request) {
        return told(keys.rotate(id, request, caller.get()));
    }

    @POST
    @Path("{id}/revoke")
    @Operation(
            operationId = "revokeKey",
            summary = "End what an API key is good for",
            description = "At once, and with it the pages that were opened with it; event streams of its holder end.")
    public KeyView revoke(@PathParam("id") String id) {
        return keys.revoke(id);
    }

    private static Response told(NewKey key) {
        return Located.made("/v1/keys/" + key.id(), key);
    }
}
