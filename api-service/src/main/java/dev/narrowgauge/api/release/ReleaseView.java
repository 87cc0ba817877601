package dev.narrowgauge.api.release;

import dev.narrowgauge.domain.release.Release;
import dev.narrowgauge.domain.release.ReleaseState;
import dev.narrowgauge.domain.release.ReleaseStep;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A release as clients see it. */
@Schema(name = "Release")
public record ReleaseView(
        UUID id,
        String modelName,

        @Schema(description = "Among the releases of the model name")
        int number,

        ReleaseState state,

        @Schema(description = "SHA-256 of the FP32 model") String modelId,

        @Schema(description = "The run that judged it; its verdict stays when the run is deleted")
        UUID runId,

        UUID variantId,

        @Schema(description = "SHA-256 of the variant's file")
        String sha256,

        String recipe,
        String precision,

        @Schema(description = "On which it was judged") List<String> deviceClasses,

        @Schema(description = "SHA-256 of the policy's canonical JSON")
        String policyDigest,

        @Schema(description = "Root of the digests of the run's verdict document")
        String evidenceRoot,

        Instant createdAt,

        @Schema(description = "How it came to where it stands, the oldest first")
        List<Step> steps) {

    /** One of them. */
    @Schema(name = "ReleaseStep")
    public record Step(
            ReleaseState state,
            Instant at,

            @Schema(description = "Who called for it; null where the service asks nobody for a key")
            Optional<String> by,

            String reason) {
        static Step of(ReleaseStep step) {
            return new Step(step.state(), step.at(), step.by().map(ReleaseStep.Actor::name), step.reason());
        }
    }

    static ReleaseView of(Release release) {
        Release.Content content = release.content();
        return new ReleaseView(
                release.id(),
                release.modelName(),
                release.number(),
                release.state(),
                content.modelId(),
                content.runId(),
                content.variantId(),
                content.sha256(),
                content.recipe(),
                content.precision(),
                content.deviceClasses(),
                content.policySha256(),
                content.evidenceRoot(),
                release.createdAt(),
                release.steps().stream().map(Step::of).toList());
    }
}
