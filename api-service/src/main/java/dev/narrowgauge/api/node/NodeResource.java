package dev.narrowgauge.api.node;

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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
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
    public PageView<NodeView> list(
            @QueryParam("label")
                    @Parameter(description = "A label of the node; where it is given several times, all of them")
                    List<String> label) {
        return PageView.whole(nodes.list(label));
    }

    @GET
    @Path("{name}/controls")
    @Operation(
            operationId = "listControls",
            summary = "The controls that count for a node, newest first, in one page",
            description = "The 300 latest since it was last cleared: what `noiseFloor` and a quarantine follow from.")
    public PageView<ControlView> controls(@PathParam("name") String name) {
        return PageView.whole(nodes.controls(name));
    }

    @POST
    @Path("{name}/clear")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "clearNode",
            summary = "End a node's quarantine",
            description =
                    "Controls from before are not held against the node any more. 409 where it is not quarantined; 403 for"
                            + " whoever may not approve in every project, as nodes serve all.")
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
                            + " and otherwise leave it quarantined with the new reason. 409 where it is not quarantined; 403 for"
                            + " whoever may not approve in every project, as nodes serve all.")
    public NodeView recheck(@PathParam("name") String name) {
        return nodes.recheck(name);
    }

    @POST
    @Path("{name}/drain")
    @Operation(
            operationId = "drainNode",
            summary = "Let a node finish what it does and take no more jobs",
            description = "It stays drained, also when its agent starts again, until somebody resumes it.")
    public NodeView drain(@PathParam("name") String name) {
        return nodes.drain(name);
    }

    @POST
    @Path("{name}/resume")
    @Operation(operationId = "resumeNode", summary = "Let a drained node take jobs again")
    public NodeView resume(@PathParam("name") String name) {
        return nodes.resume(name);
    }

    @POST
    @Path("{name}/forget")
    @Operation(
            operationId = "forgetNode",
            summary = "Take a node that is gone from the list",
            description =
                    "With the history of its controls; what was measured on it stays. A node that comes back begins anew."
                            + " 409 while its agent lives.")
    public NodeView forget(@PathParam("name") String name) {
        return nodes.forget(name);
    }
}
