package dev.narrowgauge.api.history;

import dev.narrowgauge.api.page.Csv;
import dev.narrowgauge.api.page.PageView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/pareto}. */
@Path("/v1/pareto")
@Tag(name = "history")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class ParetoResource {
    private final History history;

    ParetoResource(History history) {
        this.history = history;
    }

    @GET
    @Operation(
            operationId = "getPareto",
            summary = "The recipes of a family of models on a device class, and which of them no other beats",
            description =
                    "By time, accuracy and size of the newest measurement of each, in one page. Only those are held"
                            + " against each other that were timed under the conditions of the newest.")
    public PageView<ParetoRow> pareto(
            @QueryParam("family") @Parameter(description = "Name under which the versions of the model are uploaded")
                    String family,
            @QueryParam("deviceClass") @Parameter(description = "Such as x86-vnni") String deviceClass,
            @QueryParam("scenario") @Parameter(description = "single-stream unless given") String scenario) {
        return PageView.whole(history.pareto(family, deviceClass, Optional.ofNullable(scenario)));
    }

    @GET
    @Path("csv")
    @Produces(Csv.TYPE)
    @Operation(operationId = "exportPareto", summary = "The same as a table")
    @APIResponse(
            responseCode = "200",
            description = "A line for each recipe",
            content = @Content(mediaType = Csv.TYPE, schema = @Schema(type = SchemaType.STRING)))
    public String csv(
            @QueryParam("family") @Parameter(description = "Name under which the versions of the model are uploaded")
                    String family,
            @QueryParam("deviceClass") @Parameter(description = "Such as x86-vnni") String deviceClass,
            @QueryParam("scenario") @Parameter(description = "single-stream unless given") String scenario) {
        return Csv.of(
                ParetoRow.header(),
                history.pareto(family, deviceClass, Optional.ofNullable(scenario)).stream()
                        .map(ParetoRow::cells)
                        .toList());
    }
}
