package dev.narrowgauge.api.run;

import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.recipe.Recipe;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a client sends to ask for a run; checked by {@link RunChecks}. */
@Schema(requiredProperties = {"modelId", "calibrationDatasetId", "evaluationDatasetId", "recipes"})
public record RunSubmission(
        @Schema(description = "The model's name when absent", minLength = 1, maxLength = RunChecks.MAX_NAME)
        String name,

        @Schema(description = "SHA-256 of an uploaded model", pattern = "^[0-9a-f]{64}$")
        String modelId,

        @Schema(description = "SHA-256 of an uploaded dataset", pattern = "^[0-9a-f]{64}$")
        String calibrationDatasetId,

        @Schema(
                description = "SHA-256 of an uploaded dataset that shares no sample with the calibration dataset",
                pattern = "^[0-9a-f]{64}$")
        String evaluationDatasetId,

        @Schema(
                description = "One variant is made for each",
                type = SchemaType.ARRAY,
                implementation = Recipe.class,
                minItems = 1,
                maxItems = SubmittedRecipes.MAX_RECIPES)
        List<Map<String, Object>> recipes,

        @Schema(
                description = "Where to measure; absent or empty: the best class of each live node",
                maxItems = RunChecks.MAX_DEVICE_CLASSES)
        List<String> deviceClasses,

        @Schema(implementation = Policy.class) Map<String, Object> policy,

        @Schema(
                description = "Words by which to find the run again, each once, 1 to 100 characters",
                maxItems = RunChecks.MAX_TAGS)
        List<String> tags,

        @Schema(description = "Of the sources that the model was built from", pattern = "^[0-9a-f]{7,64}$")
        String commit,

        @Schema(
                description = "Which runs of the project go first; normal when absent",
                enumeration = {"low", "normal", "high"})
        String priority,

        @Schema(
                description =
                        "Whether everything is measured anew, whatever the policy allows to reuse; false when absent")
        Boolean fresh) {}
