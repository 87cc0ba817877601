package dev.narrowgauge.domain.variant;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.settings.Stored;
import java.time.Instant;
import java.util.UUID;

/**
 * One quantized form of a model.
 *
 * @param jobId the quantize job that made it; at most one variant per job
 * @param sha256 of the ONNX file in the blob store
 * @param report quality report, JSON
 * @param provenance everything that went into it
 */
public record Variant(
        UUID id,
        UUID runId,
        UUID jobId,
        Precision precision,
        Stored<Recipe> recipe,
        String sha256,
        long sizeBytes,
        String report,
        Provenance provenance,
        Instant createdAt) {

    /** By which it is downloaded: that of its recipe, with nothing in it that any file system or header would not take. */
    public String fileName() {
        String name = String.valueOf(recipe.document().getOrDefault("name", "variant"));
        return name.replaceAll("[^A-Za-z0-9._-]", "_") + ".onnx";
    }

    /**
     * Which inputs of its run it was made from, and where. What makes the same bytes again is in its report.
     *
     * @param recipeSha256 of the recipe as it was asked for
     * @param host fingerprint or name of the machine that quantized
     */
    public record Provenance(
            String modelSha256,
            String calibrationSha256,
            String evaluationSha256,
            String recipeSha256,
            long seed,
            String engineVersion,
            String runtimeVersion,
            String host) {}
}
