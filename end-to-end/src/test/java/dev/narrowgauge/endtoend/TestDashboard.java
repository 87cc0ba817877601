package dev.narrowgauge.endtoend;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A person in a browser before the packaged product, with a run that has ended and one that has not. With {@code
 * -Dnarrowgauge.screenshots.write=true} the pictures in {@code docs/screenshots} are taken anew.
 */
@ExtendWith(RunningService.class)
class TestDashboard {
    private static final String HOSTILE = "<img src=x onerror=alert(1)>\u202Eexe.txt " + "long".repeat(40);
    static final Path PICTURES = Installation.ROOT.resolve("docs/screenshots");

    @TempDir
    private static Path directory;

    @Test
    void personDecidesSubmitsAndFindsTheirWay() throws Exception {
        Service service = RunningService.service();
        String model = service.upload("/v1/models?name=digits", Installation.demo("digits-cnn.onnx"));
        String calibration =
                service.upload("/v1/datasets?name=calibration", Installation.demo("digits-calibration.npz"));
        String evaluation = service.upload("/v1/datasets?name=evaluation", Installation.demo("digits-evaluation.npz"));
        String run = service.submitRun(model, calibration, evaluation);
        service.awaitEnd(run);
        service.cancel(service.post("/v1/runs", submission(HOSTILE, model, calibration, evaluation))
                .path("id")
                .asText());
        Path noModel = Files.writeString(directory.resolve("notes.onnx"), "This is no model.");

        // Signs a browser in, once.
        String link = RunningService.address()
                + service.post("/v1/session/codes", "").path("path").asText();
        List<String> arguments = new ArrayList<>(List.of(link, run, HOSTILE, noModel.toString()));
        if (Boolean.getBoolean("narrowgauge.screenshots.write")) {
            arguments.add(Files.createDirectories(PICTURES).toString());
        }
        Browser.run(directory, "dashboard.mjs", arguments.toArray(String[]::new));
    }

    private static String submission(String name, String model, String calibration, String evaluation) {
        JsonMapper json = new JsonMapper();
        ObjectNode run = json.createObjectNode()
                .put("name", name)
                .put("modelId", model)
                .put("calibrationDatasetId", calibration)
                .put("evaluationDatasetId", evaluation);
        run.putArray("recipes").addObject();
        return run.toString();
    }
}
