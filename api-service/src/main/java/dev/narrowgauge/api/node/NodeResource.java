package dev.narrowgauge.api.node;

import dev.narrowgauge.api.error.Problem;
import dev.narrowgauge.api.page.PageView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/nodes}. */
@Path("/v1/nodes")
@Tag(name = "nodes")
@RunOnVirtualThread
@APIResponse(
        responseCode = "default",
        description = "A failure",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
@Produces(MediaType.APPLICATION_JSON)
public final class NodeResource {
    private final Nodes nodes;

    NodeResource(Nodes nodes) {
        this.nodes = nodes;
    }

    @GET
    @Operation(operationId = "listNodes", summary = "Machines with an agent, in one page")
    public PageView<NodeView> list() {
        return PageView.whole(nodes.list());
    }
}
