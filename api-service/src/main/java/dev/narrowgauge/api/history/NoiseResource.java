package dev.narrowgauge.api.history;

import dev.narrowgauge.api.page.Csv;
import dev.narrowgauge.api.page.PageView;
import dev.narrowgauge.api.page.Parameters;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/noise}. */
@Path("/v1/noise")
@Tag(name = "history")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class NoiseResource {
    private final History history;

    NoiseResource(History history) {
        this.history = history;
    }

    @GET
    @Operation(
            operationId = "getNoise",
            summary = "The series that differ most from measurement to measurement, in one page",
            description =
                    "While nothing changes, under the newest conditions. What differences a node can show at all stands"
                            + " with the node, at `/v1/nodes`.")
    public PageView<SeriesView> noise(
            @BeanParam SeriesParameters parameters,
            @QueryParam("limit")
                    @Parameter(
                            description = "Series at most",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "1000",
                                            defaultValue = "100"))
                    String limit) {
        return PageView.whole(rows(parameters, limit));
    }

    @GET
    @Path("csv")
    @Produces(Csv.TYPE)
    @Operation(operationId = "exportNoise", summary = "The same as a table")
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
                                            maximum = "1000",
                                            defaultValue = "100"))
                    String limit) {
        return Csv.of(
                SeriesView.header(),
                rows(parameters, limit).stream().map(SeriesView::cells).toList());
    }

    private List<SeriesView> rows(SeriesParameters parameters, String limit) {
        return history.noise(
                parameters.read(), (int) Parameters.number("limit", limit, 1, History.MOST_NOISE, History.USUAL_NOISE));
    }
}
