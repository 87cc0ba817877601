package dev.narrowgauge.api.release;

import dev.narrowgauge.api.page.Parameters;
import dev.narrowgauge.db.ReleaseFilter;
import dev.narrowgauge.domain.release.ReleaseState;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Which releases a client wants. */
public final class ReleaseParameters {
    @QueryParam("modelName")
    @Parameter(description = "Of whose releases, whole")
    String modelName;

    @QueryParam("number")
    @Parameter(description = "Of the release", schema = @Schema(type = SchemaType.INTEGER, minimum = "1"))
    String number;

    @QueryParam("state")
    @Parameter(
            description =
                    "PROPOSED, ACTIVE, REPLACED, ROLLED_BACK or WITHDRAWN; where it is given several times, any of them")
    List<String> state;

    ReleaseFilter read() {
        return new ReleaseFilter(
                Optional.ofNullable(modelName),
                Optional.ofNullable(number)
                        .map(text -> (int) Parameters.number("number", text, 1, Integer.MAX_VALUE, 1)),
                Parameters.constants("state", state, ReleaseState.values()));
    }
}
