package dev.narrowgauge.api.node;

import dev.narrowgauge.api.page.PageView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/nodes}. */
@Path("/v1/nodes")
@Tag(name = "nodes")
@RunOnVirtualThread
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

    @POST
    @Path("{name}/clear")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "clearNode",
            summary = "End a node's quarantine",
            description =
                    "Controls from before are not held against the node any more. 409 where it is not quarantined.")
    public NodeView clear(@PathParam("name") String name, Clearing clearing) {
        return nodes.clear(name, clearing);
    }

    @POST
    @Path("{name}/recheck")
    @Operation(
            operationId = "recheckNode",
            summary = "Have a quarantined node measure a baseline against itself",
            description =
                    "Ten comparisons of the model that was measured last. They clear the node where nothing is found,"
                            + " and otherwise leave it quarantined with the new reason. 409 where it is not quarantined.")
    public NodeView recheck(@PathParam("name") String name) {
        return nodes.recheck(name);
    }
}
