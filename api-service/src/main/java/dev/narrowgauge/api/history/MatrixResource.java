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

/** {@code /v1/matrix}. */
@Path("/v1/matrix")
@Tag(name = "history")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public final class MatrixResource {
    private static final String ROWS = "Rows at most";

    private final History history;

    MatrixResource(History history) {
        this.history = history;
    }

    @GET
    @Operation(
            operationId = "getMatrix",
            summary = "The newest of each recipe for each family of models on each device class, by name, in one page")
    public PageView<MatrixRow> matrix(
            @BeanParam SeriesParameters parameters,
            @QueryParam("limit")
                    @Parameter(
                            description = ROWS,
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "2000",
                                            defaultValue = "500"))
                    String limit) {
        return PageView.whole(rows(parameters, limit));
    }

    @GET
    @Path("csv")
    @Produces(Csv.TYPE)
    @Operation(operationId = "exportMatrix", summary = "The same as a table")
    @APIResponse(
            responseCode = "200",
            description = "A line for each value of each row",
            content = @Content(mediaType = Csv.TYPE, schema = @Schema(type = SchemaType.STRING)))
    public String csv(
            @BeanParam SeriesParameters parameters,
            @QueryParam("limit")
                    @Parameter(
                            description = ROWS,
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "2000",
                                            defaultValue = "500"))
                    String limit) {
        return Csv.of(
                MatrixRow.header(),
                rows(parameters, limit).stream()
                        .flatMap(row -> row.lines().stream())
                        .toList());
    }

    private List<MatrixRow> rows(SeriesParameters parameters, String limit) {
        long most = Parameters.number("limit", limit, 1, History.MOST_ROWS, History.USUAL_ROWS);
        return history.matrix(parameters.read(), (int) most);
    }
}
