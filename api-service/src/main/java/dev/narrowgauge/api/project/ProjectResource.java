package dev.narrowgauge.api.project;

import dev.narrowgauge.api.access.CurrentCaller;
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

/** {@code /v1/projects}. */
@Path("/v1/projects")
@Tag(name = "projects")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class ProjectResource {
    private final Projects projects;
    private final CurrentCaller caller;

    ProjectResource(Projects projects, CurrentCaller caller) {
        this.projects = projects;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createProject",
            summary = "Make a project",
            description =
                    "Requests choose it with the header `Narrowgauge-Project`, or with a key that is good for it alone.")
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content = @Content(schema = @Schema(implementation = ProjectView.class)))
    public Response create(ProjectRequest request) {
        ProjectView made = projects.create(request);
        return Located.made("/v1/projects/" + made.name(), made);
    }

    @GET
    @Operation(operationId = "listProjects", summary = "The projects that the caller may enter, in one page")
    public PageView<ProjectView> list() {
        return PageView.whole(projects.list(caller.get()));
    }

    @GET
    @Path("deleted")
    @Operation(operationId = "listDeletedProjects", summary = "What is left of projects that were deleted, in one page")
    public PageView<DeletedProjectView> deleted() {
        return PageView.whole(projects.deleted());
    }

    @POST
    @Path("{name}/delete")
    @Operation(
            operationId = "deleteProject",
            summary = "Delete a project with its uploads, runs and keys",
            description =
                    "Nobody enters it from then on, and its runs are cancelled; its rows are deleted in the background, whatever"
                            + " stops in between. It is listed among the deleted ones when all is done.")
    @APIResponse(
            responseCode = "202",
            description = "To be deleted",
            content = @Content(schema = @Schema(implementation = ProjectView.class)))
    public Response delete(@PathParam("name") String name) {
        return Response.status(202).entity(projects.delete(name, caller.get())).build();
    }
}
