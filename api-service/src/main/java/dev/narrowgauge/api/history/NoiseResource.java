package dev.narrowgauge.api.history;

import dev.narrowgauge.api.page.Csv;
import dev.narrowgauge.api.page.PageView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
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
    public PageView<SeriesView> noise(@BeanParam SeriesParameters parameters, @BeanParam NoiseLimit limit) {
        return PageView.whole(history.noise(parameters.read(), limit.read()));
    }

    @GET
    @Path("csv")
    @Produces(Csv.TYPE)
    @Operation(operationId = "exportNoise", summary = "The same as a table")
    @APIResponse(
            responseCode = "200",
            description = "A line for each series",
            content = @Content(mediaType = Csv.TYPE, schema = @Schema(type = SchemaType.STRING)))
    public String csv(@BeanParam SeriesParameters parameters, @BeanParam NoiseLimit limit) {
        return SeriesView.table(history.noise(parameters.read(), limit.read()));
    }
}
