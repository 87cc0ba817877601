package dev.narrowgauge.api.node;

import dev.narrowgauge.api.answer.Located;
import dev.narrowgauge.api.page.PageView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/node-tokens}. */
@Path("/v1/node-tokens")
@Tag(name = "nodes")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class NodeTokenResource {
    private final NodeTokens tokens;

    NodeTokenResource(NodeTokens tokens) {
        this.tokens = tokens;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createNodeToken",
            summary = "Make a join token, with which an agent outside may speak for a node",
            description = "Its secret is told once. It is good until it is revoked.")
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content = @Content(schema = @Schema(implementation = NewNodeToken.class)))
    public Response create(NodeTokenRequest request) {
        NewNodeToken made = tokens.create(request);
        return Located.made("/v1/node-tokens/" + made.id(), made);
    }

    @GET
    @Operation(
            operationId = "listNodeTokens",
            summary = "The join tokens of a node, in one page, those that were revoked among them")
    public PageView<NodeTokenView> list(
            @QueryParam("node")
                    @Parameter(
                            description = "Name of the node",
                            required = true,
                            schema = @Schema(minLength = 1, maxLength = NodeTokens.MAX_NODE))
                    String node) {
        return PageView.whole(tokens.list(node));
    }

    @POST
    @Path("{id}/revoke")
    @Operation(
            operationId = "revokeNodeToken",
            summary = "End what a join token is good for",
            description =
                    "From the next call on its agent is refused, and streams that it has open end within seconds; the jobs"
                            + " that it works on go to others at once.")
    public NodeTokenView revoke(@PathParam("id") String id) {
        return tokens.revoke(id);
    }
}
