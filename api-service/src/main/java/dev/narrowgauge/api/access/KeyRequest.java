package dev.narrowgauge.api.access;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a client sends to make an API key. */
@Schema(requiredProperties = {"name", "scopes"})
public record KeyRequest(
        @Schema(description = "For people to know it by", minLength = 1, maxLength = Keys.MAX_NAME)
        String name,

        @Schema(
                description =
                        "What it is good for: `read`, `submit`, `approve`, and `admin`, which includes the others")
        List<String> scopes,

        @Schema(
                description =
                        "Names of the projects that it is good for, one or more; that of the request unless given. One with the scope `admin` is good for all")
        List<String> projects,

        @Schema(
                description = "Days after which it is good for nothing; " + Keys.USUAL_DAYS + " unless given",
                minimum = "1",
                maximum = Keys.MOST_DAYS_TEXT)
        Integer expiresInDays) {}
