package dev.narrowgauge.api.history;

import dev.narrowgauge.api.access.CurrentCaller;
import dev.narrowgauge.api.page.Csv;
import dev.narrowgauge.api.page.PageRequest;
import dev.narrowgauge.api.page.PageView;
import dev.narrowgauge.api.page.Parameters;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/series}. */
@Path("/v1/series")
@Tag(name = "history")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class SeriesResource {
    private static final int MOST_LINES = 10_000;

    private final History history;
    private final CurrentCaller caller;

    SeriesResource(History history, CurrentCaller caller) {
        this.history = history;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "listSeries",
            summary = "Histories of what was measured, the newest series first",
            description =
                    "A series has one value from each measurement of a recipe for a family of models on a device class."
                            + " What was measured and has not changed is there, too.")
    public PageView<SeriesView> list(@BeanParam SeriesParameters parameters, @BeanParam PageRequest page) {
        return history.list(parameters.read(), page);
    }

    @GET
    @Path("csv")
    @Produces(Csv.TYPE)
    @Operation(operationId = "exportSeries", summary = "The same as a table, by name")
    @APIResponse(
            responseCode = "200",
            description = "A line for each series",
            content = @Content(mediaType = Csv.TYPE, schema = @Schema(type = SchemaType.STRING)))
    public String csv(
            @BeanParam SeriesParameters parameters,
            @QueryParam("limit")
                    @Parameter(
                            description = "Lines at most",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "10000",
                                            defaultValue = "10000"))
                    String limit) {
        int most = (int) Parameters.number("limit", limit, 1, MOST_LINES, MOST_LINES);
        return Csv.of(
                SeriesView.header(),
                history.all(parameters.read(), most).stream()
                        .map(SeriesView::cells)
                        .toList());
    }

    @GET
    @Path("{id}")
    @Operation(
            operationId = "getSeries",
            summary = "A series with its newest values, its changes and what people say of them")
    public SeriesHistoryView get(
            @PathParam("id") String id,
            @QueryParam("before")
                    @Parameter(description = "Only values before this moment, such as 2026-11-27T03:00:00Z")
                    String before,
            @QueryParam("limit")
                    @Parameter(
                            description = "Values at most",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "5000",
                                            defaultValue = "500"))
                    String limit) {
        return read(id, before, limit);
    }

    @GET
    @Path("{id}/csv")
    @Produces(Csv.TYPE)
    @Operation(operationId = "exportPoints", summary = "The values of a series as a table, in order of time")
    @APIResponse(
            responseCode = "200",
            description = "A line for each value",
            content = @Content(mediaType = Csv.TYPE, schema = @Schema(type = SchemaType.STRING)))
    public String pointsCsv(
            @PathParam("id") String id,
            @QueryParam("before")
                    @Parameter(description = "Only values before this moment, such as 2026-11-27T03:00:00Z")
                    String before,
            @QueryParam("limit")
                    @Parameter(
                            description = "Lines at most",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "5000",
                                            defaultValue = "500"))
                    String limit) {
        return Csv.of(
                PointView.header(),
                read(id, before, limit).points().stream().map(PointView::cells).toList());
    }

    private SeriesHistoryView read(String id, String before, String limit) {
        return history.history(id, Parameters.instant("before", before), (int)
                Parameters.number("limit", limit, 1, History.MOST_POINTS, History.USUAL_POINTS));
    }

    @POST
    @Path("{id}/changes/{change}/confirm")
    @Operation(
            operationId = "confirmChange",
            summary = "Say that a change is one",
            description = "The series begins anew there: nothing is compared across it any more.")
    public ChangeView confirm(@PathParam("id") String id, @PathParam("change") String change) {
        return history.confirm(id, change, caller.get());
    }

    @POST
    @Path("{id}/changes/{change}/dismiss")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "dismissChange",
            summary = "Say that a change is none",
            description = "It never returns, whatever is measured later.")
    public ChangeView dismiss(@PathParam("id") String id, @PathParam("change") String change, Dismissal dismissal) {
        return history.dismiss(id, change, caller.get(), dismissal == null ? null : dismissal.reason());
    }
}
