package dev.narrowgauge.standalone.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.narrowgauge.servers.LoopbackPort;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestKilledStandalone {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path DEMO = PackagedApp.ROOT.resolve("demo");

    @TempDir
    private Path directory;

    @Test
    void runFinishesAfterEverythingWasKilledInTheMiddleOfAJob() throws Exception {
        String run;
        try (PackagedApp killed = PackagedApp.start(directory, LoopbackPort.free())) {
            killed.awaitReady();
            run = submit(killed);
            PackagedApp.await(Duration.ofMinutes(5), () -> someJobIs(killed, run, "RUNNING"));
            killed.kill();
        }
        try (PackagedApp restarted = PackagedApp.start(directory, LoopbackPort.free())) {
            restarted.awaitReady();
            PackagedApp.await(
                    Duration.ofMinutes(5),
                    () -> get(restarted, "/v1/runs/" + run)
                            .path("state")
                            .asText()
                            .equals("DONE"));

            assertThat(get(restarted, "/v1/runs/%s/variants".formatted(run)).path("items"))
                    .hasSize(1);
            assertThat(get(restarted, "/v1/runs/%s/measurements".formatted(run)).path("items"))
                    .hasSize(1);
            assertThat(get(restarted, "/v1/runs/%s/jobs".formatted(run)).path("items"))
                    .allSatisfy(job -> assertThat(job.path("state").asText()).isEqualTo("SUCCEEDED"))
                    .anySatisfy(job -> assertThat(job.path("attempt").asInt()).isEqualTo(2));
            assertThat(get(restarted, "/v1/runs/%s/verdict".formatted(run)).path("variants"))
                    .hasSize(2);
        }
    }

    private static String submit(PackagedApp app) throws Exception {
        String model = id(app.postFile("/v1/models?name=digits", DEMO.resolve("digits-resnet.onnx")));
        String calibration = id(app.postFile("/v1/datasets?name=calibration", DEMO.resolve("digits-calibration.npz")));
        String evaluation = id(app.postFile("/v1/datasets?name=evaluation", DEMO.resolve("digits-evaluation.npz")));
        PackagedApp.await(
                Duration.ofMinutes(5),
                () -> !get(app, "/v1/nodes").path("items").isEmpty());
        return id(app.postJson("/v1/runs", """
                {"modelId":"%s","calibrationDatasetId":"%s","evaluationDatasetId":"%s","recipes":[{"precision":"int8"}]}
                """.formatted(model, calibration, evaluation)));
    }

    private static boolean someJobIs(PackagedApp app, String run, String state) throws Exception {
        return get(app, "/v1/runs/%s/jobs".formatted(run))
                .path("items")
                .valueStream()
                .anyMatch(job -> job.path("state").asText().equals(state));
    }

    private static String id(String answer) throws Exception {
        JsonNode id = JSON.readTree(answer).path("id");
        assertThat(id.isTextual()).as(answer).isTrue();
        return id.asText();
    }

    private static JsonNode get(PackagedApp app, String path) throws Exception {
        return JSON.readTree(app.get(path));
    }
}
