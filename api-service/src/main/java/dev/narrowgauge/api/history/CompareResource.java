package dev.narrowgauge.api.history;

import dev.narrowgauge.api.page.Csv;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
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

/** {@code /v1/compare}. */
@Path("/v1/compare")
@Tag(name = "history")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class CompareResource {
    private final History history;

    CompareResource(History history) {
        this.history = history;
    }

    @GET
    @Operation(
            operationId = "compare",
            summary = "Two measurements against each other",
            description =
                    "Values that were measured under other conditions are not comparable: the answer then says what"
                            + " differs, and nothing of a change.")
    public ComparisonView compare(
            @QueryParam("a") @Parameter(description = "Id of a measurement") String a,
            @QueryParam("b") @Parameter(description = "Id of the one that is held against it") String b) {
        return history.compare(a, b);
    }

    @GET
    @Path("csv")
    @Produces(Csv.TYPE)
    @Operation(operationId = "exportComparison", summary = "The same as a table")
    @APIResponse(
            responseCode = "200",
            description = "A line for each metric",
            content = @Content(mediaType = Csv.TYPE, schema = @Schema(type = SchemaType.STRING)))
    public String csv(
            @QueryParam("a") @Parameter(description = "Id of a measurement") String a,
            @QueryParam("b") @Parameter(description = "Id of the one that is held against it") String b) {
        return Csv.of(ComparisonView.header(), history.compare(a, b).lines());
    }
}
