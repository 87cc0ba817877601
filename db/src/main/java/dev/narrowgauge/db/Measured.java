package dev.narrowgauge.db;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What is kept of a measurement as long as its project: what was measured, and where.
 *
 * @param modelId SHA-256 of the model
 * @param recipeSha256 of the recipe as it was asked for
 * @param commit of the sources that the model was built from
 */
public record Measured(
        UUID measurementId,
        UUID runId,
        UUID variantId,
        String modelId,
        String family,
        String recipe,
        String recipeSha256,
        String deviceClass,
        String scenario,
        String node,
        Optional<String> commit,
        Instant at) {}
