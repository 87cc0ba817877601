package dev.narrowgauge.domain.release;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A variant as what is to be deployed of a model name, or was.
 *
 * @param number among those of its model name, from 1 on
 * @param steps how it came to where it stands, the oldest first
 */
public record Release(
        UUID id,
        String modelName,
        int number,
        ReleaseState state,
        Content content,
        Instant createdAt,
        List<ReleaseStep> steps) {
    public Release {
        requireNonNull(id, "id is null");
        requireNonNull(modelName, "modelName is null");
        requireNonNull(state, "state is null");
        requireNonNull(content, "content is null");
        requireNonNull(createdAt, "createdAt is null");
        steps = List.copyOf(steps);
    }

    /**
     * What is released, and by which verdict.
     *
     * @param modelId SHA-256 of the FP32 model
     * @param runId of the run that judged it
     * @param sha256 of the variant's file
     * @param deviceClasses on which it was judged
     * @param policySha256 of the policy by which it was
     * @param evidenceRoot of the digests of the verdict document
     */
    public record Content(
            String modelId,
            UUID runId,
            UUID variantId,
            String sha256,
            String recipe,
            String precision,
            List<String> deviceClasses,
            String policySha256,
            String evidenceRoot) {
        public Content {
            requireNonNull(modelId, "modelId is null");
            requireNonNull(runId, "runId is null");
            requireNonNull(variantId, "variantId is null");
            requireNonNull(sha256, "sha256 is null");
            requireNonNull(recipe, "recipe is null");
            requireNonNull(precision, "precision is null");
            deviceClasses = List.copyOf(deviceClasses);
            requireNonNull(policySha256, "policySha256 is null");
            requireNonNull(evidenceRoot, "evidenceRoot is null");
        }
    }

    /** By which people know it, such as {@code digits@3}. */
    public String title() {
        return "%s@%d".formatted(modelName, number);
    }
}
