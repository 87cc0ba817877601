package dev.narrowgauge.api.release;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a client sends to propose a release. */
@Schema(requiredProperties = {"runId", "reason"})
public record ReleaseRequest(
        @Schema(description = "The run that has judged the variant")
        String runId,

        @Schema(
                description =
                        "The variant; the one that decided the run and passed where it is not given and there is one")
        String variantId,

        @Schema(
                description =
                        "Of whose releases it is to be one: a name of the run's model; the one under which it was uploaded first unless given")
        String modelName,

        @Schema(description = "Why, for whoever approves it", minLength = 1, maxLength = Releases.MAX_REASON)
        String reason) {}
