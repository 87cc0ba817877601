package dev.narrowgauge.domain.run;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.recipe.Recipe;
import java.util.List;

/**
 * What a user asks for in one call.
 *
 * @param modelId SHA-256 of an uploaded model
 * @param deviceClasses where to measure; not empty once accepted
 */
public record RunRequest(
        String name,
        String modelId,
        String calibrationDatasetId,
        String evaluationDatasetId,
        List<Recipe> recipes,
        List<String> deviceClasses,
        Policy policy) {
    public RunRequest {
        requireNonNull(modelId, "modelId is null");
        requireNonNull(calibrationDatasetId, "calibrationDatasetId is null");
        requireNonNull(evaluationDatasetId, "evaluationDatasetId is null");
        requireNonNull(policy, "policy is null");
        recipes = List.copyOf(recipes);
        deviceClasses = List.copyOf(deviceClasses);
    }

    public RunRequest withDeviceClasses(List<String> classes) {
        return new RunRequest(name, modelId, calibrationDatasetId, evaluationDatasetId, recipes, classes, policy);
    }

    public RunRequest withRecipes(List<Recipe> others) {
        return new RunRequest(name, modelId, calibrationDatasetId, evaluationDatasetId, others, deviceClasses, policy);
    }
}
