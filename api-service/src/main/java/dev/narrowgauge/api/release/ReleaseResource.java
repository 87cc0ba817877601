package dev.narrowgauge.api.release;

import dev.narrowgauge.api.access.CurrentCaller;
import dev.narrowgauge.api.answer.Located;
import dev.narrowgauge.api.page.PageRequest;
import dev.narrowgauge.api.page.PageView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
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

/** {@code /v1/releases}. */
@Path("/v1/releases")
@Tag(name = "releases")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class ReleaseResource {
    private final Releases releases;
    private final CurrentCaller caller;

    ReleaseResource(Releases releases, CurrentCaller caller) {
        this.releases = releases;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "proposeRelease",
            summary = "Propose a variant as the release of a model name",
            description =
                    "It has to have decided its run and passed, and the latest verdict about its bytes has to be PASS; 409 otherwise.")
    @APIResponse(
            responseCode = "201",
            description = "Proposed",
            content = @Content(schema = @Schema(implementation = ReleaseView.class)))
    public Response propose(ReleaseRequest request) {
        caller.tell(request);
        ReleaseView proposed = releases.propose(request, caller);
        return Located.made("/v1/releases/" + proposed.id(), proposed);
    }

    @GET
    @Operation(operationId = "listReleases", summary = "Releases, what was proposed last first")
    public PageView<ReleaseView> list(@BeanParam PageRequest page, @BeanParam ReleaseParameters filter) {
        return releases.list(filter.read(), page);
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "getRelease", summary = "A release and how it came to where it stands")
    public ReleaseView get(@PathParam("id") String id) {
        return releases.get(id);
    }

    @POST
    @Path("{id}/approve")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "approveRelease",
            summary = "Make a proposal the release of its model name, in the place of the one before",
            description =
                    "By somebody else than whoever proposed it, or with the permission 'admin'; 403 otherwise. 409 where it is no"
                            + " proposal, or the latest verdict about its bytes is no PASS any more.")
    public ReleaseView approve(@PathParam("id") String id, ReleaseDecision decision) {
        caller.tell(decision);
        return releases.approve(id, decision, caller);
    }

    @POST
    @Path("{id}/rollback")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "rollBackRelease",
            summary = "Take back the active release and return to one that was replaced",
            description = "409 where it is not the active one any more, or there is nothing to return to.")
    public ReleaseView rollBack(@PathParam("id") String id, RollBack rollBack) {
        caller.tell(rollBack);
        return releases.rollBack(id, rollBack, caller);
    }

    @POST
    @Path("{id}/withdraw")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "withdrawRelease",
            summary = "Let a proposal, or a release that was replaced, go",
            description = "Nobody can approve it or return to it then, and its run can be deleted.")
    public ReleaseView withdraw(@PathParam("id") String id, ReleaseDecision decision) {
        caller.tell(decision);
        return releases.withdraw(id, decision, caller);
    }
}
