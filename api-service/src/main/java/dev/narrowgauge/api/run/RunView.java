package dev.narrowgauge.api.run;

import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.run.RunRequest;
import dev.narrowgauge.domain.run.RunState;
import dev.narrowgauge.domain.settings.Stored;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A run as clients see it, without the evidence of its verdict.
 *
 * @param commit null where none was given
 * @param verdict null until the run is done
 * @param detectableLoss how small a loss of top-1 the evaluation dataset can show, and how many samples the limit of the policy
 *     takes, a sentence; null without labels, and in lists
 */
@Schema(name = "Run")
public record RunView(
        UUID id,
        String name,
        String modelId,
        String calibrationDatasetId,
        String evaluationDatasetId,

        @Schema(type = SchemaType.ARRAY, implementation = Recipe.class)
        List<Map<String, Object>> recipes,

        List<String> deviceClasses,
        @Schema(implementation = Policy.class) Map<String, Object> policy,
        List<String> tags,
        Optional<String> commit,
        RunState state,
        Optional<Verdict> verdict,
        Instant createdAt,
        Optional<Instant> endedAt,
        Optional<String> detectableLoss) {
    /** As in a list. */
    public static RunView of(Run run) {
        return alone(run, Optional.empty());
    }

    /** With what only a run that is looked at alone tells. */
    public static RunView alone(Run run, Optional<String> detectableLoss) {
        RunRequest request = run.request();
        return new RunView(
                run.id(),
                request.name(),
                request.modelId(),
                request.calibrationDatasetId(),
                request.evaluationDatasetId(),
                request.recipes().stream().map(Stored::document).toList(),
                request.deviceClasses(),
                request.policy().document(),
                request.tags(),
                request.commit(),
                run.state(),
                run.verdict(),
                run.createdAt(),
                run.endedAt(),
                detectableLoss);
    }
}
