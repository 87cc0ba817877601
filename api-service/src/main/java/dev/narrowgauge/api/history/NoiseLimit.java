package dev.narrowgauge.api.history;

import dev.narrowgauge.api.page.Parameters;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** How many series a client wants of those that differ most. */
public final class NoiseLimit {
    @QueryParam("limit")
    @Parameter(
            description = "Series at most",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000", defaultValue = "100"))
    String limit;

    int read() {
        return (int) Parameters.number("limit", limit, 1, History.MOST_NOISE, History.USUAL_NOISE);
    }
}
