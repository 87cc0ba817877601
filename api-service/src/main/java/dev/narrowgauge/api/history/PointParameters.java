package dev.narrowgauge.api.history;

import dev.narrowgauge.api.page.Parameters;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Which values of a series a client wants: the newest, before a moment where one is said. */
public final class PointParameters {
    @QueryParam("before")
    @Parameter(description = "Only values before this moment, such as 2026-11-27T03:00:00Z")
    String before;

    @QueryParam("limit")
    @Parameter(
            description = "Values at most",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "5000", defaultValue = "500"))
    String limit;

    Optional<Instant> before() {
        return Parameters.instant("before", before);
    }

    int most() {
        return (int) Parameters.number("limit", limit, 1, History.MOST_POINTS, History.USUAL_POINTS);
    }
}
