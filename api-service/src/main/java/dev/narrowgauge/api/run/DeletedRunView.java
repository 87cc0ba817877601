package dev.narrowgauge.api.run;

import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.run.DeletedRun;
import dev.narrowgauge.domain.run.RunState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What is left of a run that was deleted. */
@Schema(name = "DeletedRun")
public record DeletedRunView(
        UUID id,
        String name,
        List<String> tags,
        Optional<String> commit,

        @Schema(description = "SHA-256 of the content, as of the datasets; it may be there no more")
        String modelId,

        String calibrationDatasetId,
        String evaluationDatasetId,
        RunState state,

        @Schema(description = "Null where it was cancelled; the document is where it was, at `/v1/runs/{id}/verdict`")
        Optional<Verdict> verdict,

        List<Made> variants,
        Instant createdAt,
        Instant endedAt,
        Instant deletedAt,

        @Schema(description = "Whether it was deleted because it was old, and not because somebody asked")
        boolean byAge) {
    /** A variant that it made. */
    @Schema(name = "DeletedVariant")
    public record Made(
            UUID id,
            String precision,
            @Schema(description = "Of its content") String sha256,
            long sizeBytes) {}

    static DeletedRunView of(DeletedRun run) {
        return new DeletedRunView(
                run.id(),
                run.name(),
                run.tags(),
                run.commit(),
                run.modelId(),
                run.calibrationDatasetId(),
                run.evaluationDatasetId(),
                run.state(),
                run.verdict(),
                run.variants().stream()
                        .map(made -> new Made(made.id(), made.precision(), made.sha256(), made.sizeBytes()))
                        .toList(),
                run.createdAt(),
                run.endedAt(),
                run.deletedAt(),
                run.byAge());
    }
}
