package dev.narrowgauge.api.variant;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.variant.Variant;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A variant as clients see it; its report is long and has an address of its own. */
@Schema(name = "Variant")
public record VariantView(
        UUID id,
        UUID runId,
        UUID jobId,
        @Schema(examples = "int8") String precision,
        @Schema(implementation = Recipe.class) Map<String, Object> recipe,
        String sha256,
        long sizeBytes,
        Variant.Provenance provenance,
        Instant createdAt) {
    static VariantView of(Variant variant) {
        return new VariantView(
                variant.id(),
                variant.runId(),
                variant.jobId(),
                variant.precision().label(),
                variant.recipe().document(),
                variant.sha256(),
                variant.sizeBytes(),
                variant.provenance(),
                variant.createdAt());
    }
}
