package dev.narrowgauge.domain.run;

import dev.narrowgauge.domain.gate.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What is left of a run that was deleted, beside the document of its verdict.
 *
 * @param modelId SHA-256 of the model's content, as those of the datasets are of theirs
 * @param verdict empty where it was cancelled
 * @param byAge whether it was deleted because it was old, and not because somebody asked
 */
public record DeletedRun(
        UUID id,
        String name,
        List<String> tags,
        Optional<String> commit,
        String modelId,
        String calibrationDatasetId,
        String evaluationDatasetId,
        RunState state,
        Optional<Verdict> verdict,
        List<Made> variants,
        Instant createdAt,
        Instant endedAt,
        Instant deletedAt,
        boolean byAge) {
    public DeletedRun {
        tags = List.copyOf(tags);
        variants = List.copyOf(variants);
    }

    /**
     * A variant that it made, which may be there no more.
     *
     * @param precision as {@code INT8}; also one that only a newer version of this program knows
     * @param sha256 of its content
     */
    public record Made(UUID id, String precision, String sha256, long sizeBytes) {}
}
