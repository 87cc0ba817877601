package dev.narrowgauge.api.history;

import dev.narrowgauge.api.page.Parameters;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** How many rows of the matrix a client wants. */
public final class MatrixLimit {
    @QueryParam("limit")
    @Parameter(
            description = "Rows at most",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "2000", defaultValue = "500"))
    String limit;

    int read() {
        return (int) Parameters.number("limit", limit, 1, History.MOST_ROWS, History.USUAL_ROWS);
    }
}
