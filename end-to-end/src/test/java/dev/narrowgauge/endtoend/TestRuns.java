package dev.narrowgauge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that do not go the way of the demo, all on one service: what befalls one must not befall the next. */
class TestRuns {
    @TempDir
    private static Path directory;

    private static Process process;
    private static Service service;
    private static String calibration;
    private static String evaluation;

    @BeforeAll
    static void start() throws Exception {
        int port = Installation.freePort();
        process = new ProcessBuilder(Installation.services(
                        "--port=" + port, "--grpc-port=0", "--data-dir=" + directory.resolve("data")))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("service.log").toFile())
                .start();
        service = new Service(port);
        Service.await(Duration.ofMinutes(5), service::hasNode);
        calibration = service.upload("/v1/datasets?name=calibration", Installation.demo("digits-calibration.npz"));
        evaluation = service.upload("/v1/datasets?name=evaluation", Installation.demo("digits-evaluation.npz"));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        service.close();
        process.destroy();
        process.waitFor();
    }

    @Test
    void testExternalDataInAZip() throws Exception {
        Path model = SampleInputs.withExternalData(Installation.demo("digits-cnn.onnx"), directory);
        Path zip = SampleInputs.zip(directory.resolve("model.zip"), model, directory.resolve("weights.data"));
        assertDone(submit(service.upload("/v1/models?name=external", zip)));
    }

    @Test
    void testRefusedModelFailsItsJobAndNotTheNextRun() throws Exception {
        String model = service.upload("/v1/models?name=digits", Installation.demo("digits-cnn.onnx"));
        String first = submit(model);
        assertDone(first);
        String variant = service.items("/v1/runs/%s/variants".formatted(first))
                .get(0)
                .path("id")
                .asText();
        Path int8 = service.download("/v1/variants/%s/content".formatted(variant), directory.resolve("int8.onnx"));

        String quantized = service.upload("/v1/models?name=quantized", int8);
        String refused = service.submitRun(quantized, calibration, evaluation, "fp16");
        JsonNode end = service.awaitEnd(refused);
        assertThat(end.path("state").asText()).isEqualTo("DONE");
        assertThat(end.path("verdict").asText()).isEqualTo("INVALID");
        assertThat(jobs(refused)).singleElement().satisfies(job -> {
            assertThat(job.path("state").asText()).isEqualTo("FAILED");
            assertThat(job.path("error").path("code").asText()).isEqualTo("MODEL_ALREADY_QUANTIZED");
            assertThat(job.path("attempt").asInt()).isEqualTo(1);
        });
        assertThat(service.items("/v1/runs/%s/variants".formatted(refused))).isEmpty();

        assertDone(submit(model));
    }

    @Test
    void testKilledEngineIsTriedAgain() throws Exception {
        String run = submit(service.upload("/v1/models?name=resnet", Installation.demo("digits-resnet.onnx")));
        // The first that is there may be the spare one, whose end the job does not notice.
        Service.await(Duration.ofMinutes(5), () -> {
            if (hasCrashed(run)) {
                return true;
            }
            if (job(run, "QUANTIZE", "RUNNING")) {
                killEngine();
            }
            return false;
        });
        assertDone(run);
        assertThat(jobs(run))
                .filteredOn(job -> job.path("kind").asText().equals("QUANTIZE"))
                .singleElement()
                .satisfies(job -> {
                    assertThat(job.path("attempt").asInt()).isEqualTo(2);
                    assertThat(job.path("failures").path("crashes").asInt()).isEqualTo(1);
                });
    }

    private static String submit(String model) throws Exception {
        return service.submitRun(model, calibration, evaluation);
    }

    private static void assertDone(String run) throws Exception {
        assertThat(service.awaitEnd(run).path("state").asText()).isEqualTo("DONE");
        assertThat(jobs(run))
                .hasSize(2)
                .allSatisfy(job -> assertThat(job.path("state").asText())
                        .as(job.toString())
                        .isEqualTo("SUCCEEDED"));
        assertThat(service.items("/v1/runs/%s/variants".formatted(run))).hasSize(1);
        assertThat(service.get("/v1/runs/%s/verdict".formatted(run)).path("variants"))
                .hasSize(2);
    }

    private static JsonNode jobs(String run) throws Exception {
        return service.items("/v1/runs/%s/jobs".formatted(run));
    }

    private static boolean job(String run, String kind, String state) throws Exception {
        return jobs(run)
                .valueStream()
                .anyMatch(job -> job.path("kind").asText().equals(kind)
                        && job.path("state").asText().equals(state));
    }

    private static boolean hasCrashed(String run) throws Exception {
        return jobs(run)
                .valueStream()
                .anyMatch(job -> job.path("failures").path("crashes").asInt() > 0);
    }

    /** As the kernel does when memory is short. */
    private static void killEngine() {
        process.descendants()
                .filter(child -> child.info()
                        .arguments()
                        // A process that just ended has none left.
                        .filter(words -> words.length > 0 && words[words.length - 1].endsWith("EngineMain"))
                        .isPresent())
                .findFirst()
                .ifPresent(ProcessHandle::destroyForcibly);
    }
}
