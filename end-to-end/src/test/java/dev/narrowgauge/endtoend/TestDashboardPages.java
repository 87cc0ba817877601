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

/** People with different rights in a browser before the packaged product, at releases and at what is known of nodes and models. */
@ExtendWith(RunningService.class)
class TestDashboardPages {
    @TempDir
    private static Path directory;

    private final Service service = RunningService.service();

    @Test
    void peopleReleaseAsTheyMayAndSeeWhereTheyStand() throws Exception {
        String submission = submission();
        service.awaitEnd(service.post("/v1/runs", submission).path("id").asText());
        String run = service.post("/v1/runs", submission).path("id").asText();
        service.awaitEnd(run);
        List<String> arguments = new ArrayList<>(List.of(
                RunningService.address(),
                run,
                key("reader", "read"),
                key("submitter", "read", "submit"),
                key("approver", "read", "submit", "approve"),
                Files.readString(RunningService.key()).strip()));
        if (Boolean.getBoolean("narrowgauge.screenshots.write")) {
            arguments.add(Files.createDirectories(TestDashboard.PICTURES).toString());
        }
        Browser.run(directory, "dashboard-pages.mjs", arguments.toArray(String[]::new));
    }

    /** Of a run that passes on every machine. */
    private String submission() throws Exception {
        JsonMapper json = new JsonMapper();
        ObjectNode run = json.createObjectNode()
                .put("name", "to be released")
                .put("modelId", service.upload("/v1/models?name=digits", Installation.demo("digits-cnn.onnx")))
                .put(
                        "calibrationDatasetId",
                        service.upload("/v1/datasets?name=calibration", Installation.demo("digits-calibration.npz")))
                .put(
                        "evaluationDatasetId",
                        service.upload("/v1/datasets?name=evaluation", Installation.demo("digits-evaluation.npz")));
        run.putArray("recipes").addObject();
        run.putObject("policy")
                .put("reuse", "1d")
                .putArray("rules")
                .addObject()
                .put("metric", "size.ratio")
                .put("max", 1);
        return run.toString();
    }

    private String key(String name, String... scopes) throws Exception {
        ObjectNode key = new JsonMapper().createObjectNode().put("name", name);
        List.of(scopes).forEach(key.putArray("scopes")::add);
        return service.post("/v1/keys", key.toString()).path("key").asText();
    }
}
