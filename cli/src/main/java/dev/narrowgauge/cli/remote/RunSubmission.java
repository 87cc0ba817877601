package dev.narrowgauge.cli.remote;

import dev.narrowgauge.domain.digest.Sha256;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request for a run.
 *
 * @param name null for the model's
 * @param deviceClasses empty for those of the nodes that are there
 * @param policy null for the standard one
 * @param commit null where none is known
 * @param priority null for the usual one
 * @param fresh whether everything is measured anew, whatever the policy allows to reuse
 */
public record RunSubmission(
        String name,
        String modelId,
        String calibrationDatasetId,
        String evaluationDatasetId,
        List<Map<String, Object>> recipes,
        List<String> deviceClasses,
        Map<String, Object> policy,
        List<String> tags,
        String commit,
        String priority,
        boolean fresh) {

    /** Under the standard policy, measured on the nodes that are there. */
    public static RunSubmission of(
            String name,
            String modelId,
            String calibrationDatasetId,
            String evaluationDatasetId,
            List<Map<String, Object>> recipes) {
        return new RunSubmission(
                name,
                modelId,
                calibrationDatasetId,
                evaluationDatasetId,
                recipes,
                List.of(),
                null,
                List.of(),
                null,
                null,
                false);
    }

    /** The same with one other recipe, judged on other samples. */
    public RunSubmission with(Map<String, Object> recipe, String evaluation) {
        return new RunSubmission(
                name,
                modelId,
                calibrationDatasetId,
                evaluation,
                List.of(recipe),
                deviceClasses,
                policy,
                tags,
                commit,
                priority,
                fresh);
    }

    /** SHA-256 of the request as it is sent: the same for the same request. */
    public String digest() {
        return Sha256.of(Json.write(toMap()));
    }

    /** What is not said is left out, and so left to the service. */
    Map<String, Object> toMap() {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("name", name);
        said.put("modelId", modelId);
        said.put("calibrationDatasetId", calibrationDatasetId);
        said.put("evaluationDatasetId", evaluationDatasetId);
        said.put("recipes", recipes);
        said.put("deviceClasses", deviceClasses.isEmpty() ? null : deviceClasses);
        said.put("policy", policy);
        said.put("tags", tags.isEmpty() ? null : tags);
        said.put("commit", commit);
        said.put("priority", priority);
        said.put("fresh", fresh ? true : null);
        said.values().removeIf(value -> value == null);
        return said;
    }
}
