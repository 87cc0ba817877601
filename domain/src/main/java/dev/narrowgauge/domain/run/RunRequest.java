package dev.narrowgauge.domain.run;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.settings.Stored;
import java.util.List;
import java.util.Optional;

/**
 * What a user asks for in one call.
 *
 * @param modelId SHA-256 of an uploaded model
 * @param recipes may be of a newer version once the request was stored by another program, and so may the policy
 * @param deviceClasses where to measure; not empty once accepted
 * @param tags words by which the user finds the run again
 * @param commit of the sources that the model was built from, hexadecimal
 * @param fresh whether everything is to be measured anew, whatever the policy allows to reuse
 */
public record RunRequest(
        String name,
        String modelId,
        String calibrationDatasetId,
        String evaluationDatasetId,
        List<Stored<Recipe>> recipes,
        List<String> deviceClasses,
        Stored<Policy> policy,
        List<String> tags,
        Optional<String> commit,
        boolean fresh) {
    public RunRequest {
        requireNonNull(modelId, "modelId is null");
        requireNonNull(calibrationDatasetId, "calibrationDatasetId is null");
        requireNonNull(evaluationDatasetId, "evaluationDatasetId is null");
        requireNonNull(policy, "policy is null");
        requireNonNull(commit, "commit is null");
        recipes = List.copyOf(recipes);
        deviceClasses = List.copyOf(deviceClasses);
        tags = List.copyOf(tags);
    }

    /** That takes what its policy allows to reuse. */
    public RunRequest(
            String name,
            String modelId,
            String calibrationDatasetId,
            String evaluationDatasetId,
            List<Stored<Recipe>> recipes,
            List<String> deviceClasses,
            Stored<Policy> policy,
            List<String> tags,
            Optional<String> commit) {
        this(
                name,
                modelId,
                calibrationDatasetId,
                evaluationDatasetId,
                recipes,
                deviceClasses,
                policy,
                tags,
                commit,
                false);
    }

    public RunRequest withDeviceClasses(List<String> classes) {
        return new RunRequest(
                name,
                modelId,
                calibrationDatasetId,
                evaluationDatasetId,
                recipes,
                classes,
                policy,
                tags,
                commit,
                fresh);
    }

    public RunRequest withPolicy(Policy other) {
        return new RunRequest(
                name,
                modelId,
                calibrationDatasetId,
                evaluationDatasetId,
                recipes,
                deviceClasses,
                other.toStored(),
                tags,
                commit,
                fresh);
    }

    public RunRequest withRecipes(List<Recipe> others) {
        return new RunRequest(
                name,
                modelId,
                calibrationDatasetId,
                evaluationDatasetId,
                others.stream().map(Recipe::toStored).toList(),
                deviceClasses,
                policy,
                tags,
                commit,
                fresh);
    }
}
