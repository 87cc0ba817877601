package dev.narrowgauge.fleet;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.List;

/** What runs are about, once it has been uploaded. */
public record RunInputs(String model, String calibration, String evaluation) {
    /** A recipe that turns weights and activations into half precision. */
    public static final String FP16 = "{\"precision\": \"fp16\"}";

    /** A recipe as short as a useful one is; with FP16 those of the demo. */
    public static final String INT8 = "{\"mode\": \"static\"}";

    /**
     * Uploads a model of the demo and its data.
     *
     * @param demo folder of the demo
     * @param model file name without its ending
     */
    public static RunInputs upload(FleetApi api, Path demo, String model) {
        return new RunInputs(
                api.upload("/v1/models?name=" + model, demo.resolve(model + ".onnx")),
                api.upload("/v1/datasets?name=calibration", demo.resolve("digits-calibration.npz")),
                api.upload("/v1/datasets?name=evaluation", demo.resolve("digits-evaluation.npz")));
    }

    /** The body of a request for a run. */
    String request(List<String> recipes, List<String> deviceClasses) {
        return """
                {"modelId": "%s", "calibrationDatasetId": "%s", "evaluationDatasetId": "%s",
                 "recipes": [%s], "deviceClasses": [%s]}
                """.formatted(
                        model,
                        calibration,
                        evaluation,
                        String.join(", ", recipes),
                        deviceClasses.stream().map("\"%s\""::formatted).collect(joining(", ")));
    }
}
