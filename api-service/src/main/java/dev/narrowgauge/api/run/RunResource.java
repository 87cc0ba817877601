package dev.narrowgauge.api.run;

import dev.narrowgauge.api.access.CurrentCaller;
import dev.narrowgauge.api.answer.Located;
import dev.narrowgauge.api.page.PageRequest;
import dev.narrowgauge.api.page.PageView;
import dev.narrowgauge.api.trace.CurrentTrace;
import dev.narrowgauge.db.RunStore.Submission;
import dev.narrowgauge.domain.gate.VerdictDocument;
import dev.narrowgauge.domain.run.Run;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
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
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/runs}, {@code /v1/deleted-runs} and {@code /v1/jobs}. */
@Path("/v1")
@Tag(name = "runs")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class RunResource {
    private final Runs runs;
    private final CurrentCaller caller;
    private final CurrentTrace trace;

    RunResource(Runs runs, CurrentCaller caller, CurrentTrace trace) {
        this.runs = runs;
        this.caller = caller;
        this.trace = trace;
    }

    @POST
    @Path("runs")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "submitRun",
            summary = "Quantize a model, measure what that did, and decide",
            description = "Everything that can be known to be wrong is refused before anything is written.")
    @APIResponse(
            responseCode = "201",
            description = "Submitted",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    @APIResponse(
            responseCode = "200",
            description = "Submitted before by a request with the same Idempotency-Key",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    public Response submit(
            RunSubmission submission,
            @HeaderParam("Idempotency-Key")
                    @Parameter(
                            description = "Makes it safe to send the request again; kept for seven days",
                            schema = @Schema(minLength = 1, maxLength = Runs.MAX_KEY))
                    String key) {
        Submission filed = runs.submit(submission, Optional.ofNullable(key), caller.call(), trace.parent());
        return Located.at("/v1/runs/" + filed.run().id(), view(filed.run()), !filed.replayed());
    }

    private RunView view(Run run) {
        return RunView.alone(run, runs.detectableLoss(run));
    }

    @GET
    @Path("runs")
    @Operation(operationId = "listRuns", summary = "Runs, newest first")
    public PageView<RunView> list(@BeanParam PageRequest page, @BeanParam RunParameters filter) {
        return PageView.of(page.of((after, size) -> runs.list(filter.read(), after, size)), RunView::of);
    }

    @POST
    @Path("runs:cancel")
    @Operation(
            operationId = "cancelRuns",
            summary = "End many runs and all their jobs",
            description =
                    "Those of the filter that have not ended, up to a thousand, the newest first. One filter at least"
                            + " must be given.")
    public CancelledRuns cancel(@BeanParam RunParameters filter) {
        return runs.cancel(filter.read());
    }

    @GET
    @Path("runs/{id}")
    @Operation(operationId = "getRun", summary = "What a run asks for and where it stands")
    public RunView get(@PathParam("id") String id) {
        return view(runs.get(id));
    }

    @GET
    @Path("runs/{id}/verdict")
    @Operation(
            operationId = "getVerdict",
            summary = "The verdict document: what was decided, and the evidence to recompute it",
            description = "409 until the run is done.")
    public VerdictDocument verdict(@PathParam("id") String id) {
        return runs.verdict(id);
    }

    @GET
    @Path("runs/{id}/timeline")
    @Operation(
            operationId = "getTimeline",
            summary = "Where the time of a run went",
            description = "Of every job its attempts, and of each when it waited and what it did since it was taken.")
    public TimelineView timeline(@PathParam("id") String id) {
        return TimelineView.of(runs.timeline(id));
    }

    @POST
    @Path("runs/{id}/cancel")
    @Operation(operationId = "cancelRun", summary = "End a run and all its jobs")
    public RunView cancel(@PathParam("id") String id) {
        return view(runs.cancel(id));
    }

    @DELETE
    @Path("runs/{id}")
    @Operation(
            operationId = "deleteRun",
            summary = "Delete a run that has ended, with its jobs, events, variants and measurements",
            description =
                    "409 until it has ended. The answer is what is left of it, and is the same where it was deleted before; its verdict"
                            + " stays where it was.")
    public DeletedRunView delete(@PathParam("id") String id) {
        return DeletedRunView.of(runs.delete(id));
    }

    @GET
    @Path("deleted-runs")
    @Operation(operationId = "listDeletedRuns", summary = "What is left of runs that were deleted, newest first")
    public PageView<DeletedRunView> deleted(@BeanParam PageRequest page) {
        return PageView.of(page.of(runs::listDeleted), DeletedRunView::of);
    }

    @GET
    @Path("deleted-runs/{id}")
    @Operation(operationId = "getDeletedRun", summary = "What is left of a run that was deleted")
    public DeletedRunView deleted(@PathParam("id") String id) {
        return DeletedRunView.of(runs.deleted(id));
    }

    @GET
    @Path("runs/{id}/jobs")
    @Operation(operationId = "listJobs", summary = "The jobs of a run, in one page")
    public PageView<JobView> jobs(@PathParam("id") String id) {
        return PageView.whole(runs.jobs(id).stream().map(JobView::of).toList());
    }

    @GET
    @Path("jobs/{id}")
    @Operation(operationId = "getJob", summary = "Where a job stands")
    public JobView job(@PathParam("id") String id) {
        return JobView.of(runs.job(id));
    }
}
