package dev.narrowgauge.api.page;

import dev.narrowgauge.db.UploadFilter;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Which models or datasets a client wants. */
public final class UploadParameters {
    @QueryParam("name")
    @Parameter(description = "One of the names, whole")
    String name;

    @QueryParam("text")
    @Parameter(description = "A part of a name, in capitals or not")
    String text;

    @QueryParam("createdAfter")
    @Parameter(description = "From this moment on, such as 2026-11-27T03:00:00Z")
    String createdAfter;

    @QueryParam("createdBefore")
    @Parameter(description = "Before this moment")
    String createdBefore;

    public UploadFilter read() {
        return new UploadFilter(
                Optional.ofNullable(name),
                Optional.ofNullable(text),
                Parameters.instant("createdAfter", createdAfter),
                Parameters.instant("createdBefore", createdBefore));
    }
}
