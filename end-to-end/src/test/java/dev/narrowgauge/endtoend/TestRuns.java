package dev.narrowgauge.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs that do not go the way of the demo: what befalls one must not befall the next. */
@ExtendWith(RunningService.class)
class TestRuns {
    @TempDir
    private static Path directory;

    private static Service service;
    private static String calibration;
    private static String evaluation;

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.service();
        calibration = service.upload("/v1/datasets?name=calibration", Installation.demo("digits-calibration.npz"));
        evaluation = service.upload("/v1/datasets?name=evaluation", Installation.demo("digits-evaluation.npz"));
    }

    @Test
    void externalDataInAZip() throws Exception {
        Path model = SampleInputs.withExternalData(Installation.demo("digits-cnn.onnx"), directory);
        Path zip = SampleInputs.zip(directory.resolve("model.zip"), model, directory.resolve("weights.data"));
        assertDone(submit(service.upload("/v1/models?name=external", zip)));
    }

    @Test
    void refusedModelFailsItsJobAndNotTheNextRun() throws Exception {
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
    void killedEngineIsTriedAgain() throws Exception {
        String run = submit(service.upload("/v1/models?name=resnet", Installation.demo("digits-resnet.onnx")));
        // One that has not read its request yet is no crash when it ends.
        service.awaitEvent(run, "progress");
        killEngine();
        Service.await(Duration.ofMinutes(5), () -> hasCrashed(run));
        assertDone(run);
        assertThat(jobs(run))
                .filteredOn(job -> job.path("kind").asText().equals("QUANTIZE"))
                .singleElement()
                .satisfies(job -> {
                    assertThat(job.path("attempt").asInt()).isEqualTo(2);
                    assertThat(job.path("failures").path("crashes").asInt()).isEqualTo(1);
                });
    }

    /** As a person or a CI job on another machine: files go up, a verdict and a variant come down. */
    @Test
    void commandLineOfAService() throws Exception {
        String model = Installation.demo("digits-cnn.onnx").toString();
        assertThat(command("model", "push", model, "--name", "pushed").output()).contains("uploaded");
        assertThat(command("model", "push", model, "--name", "pushed").output()).contains("had it already");
        assertThat(command("model", "list", "--json").output()).contains("pushed");
        assertThat(command("status").output()).contains("READY", "live");

        Command.Result watched = command(
                "run",
                "submit",
                "--model=" + model,
                "--calibration=" + Installation.demo("digits-calibration.npz"),
                "--evaluation=" + Installation.demo("digits-evaluation.npz"),
                "--name=from the command line",
                "--watch");
        assertThat(watched.output()).startsWith("run  ").contains("Verdict: ", "INT8");
        assertThat(watched.exitStatus()).as(watched.error()).isBetween(0, 3);
        String run = watched.output().lines().findFirst().orElseThrow().split(" +")[1];
        assertThat(command("run", "list").output()).contains(run, "from the command line", "DONE");
        assertThat(command("run", "watch", run, "--json").output()).contains("\"verdict\"");

        JsonNode variant = service.items("/v1/runs/%s/variants".formatted(run)).get(0);
        String id = variant.path("id").asText();
        assertThat(command("variant", "list", run).output()).contains(id);
        Path pulled = directory.resolve("pulled.onnx");
        assertThat(command("variant", "pull", id, "-o", pulled.toString()).exitStatus())
                .isZero();
        assertThat(pulled)
                .hasSameBinaryContentAs(service.download(
                        "/v1/variants/%s/content".formatted(id), directory.resolve("downloaded.onnx")));

        JsonNode told = typedClient();
        assertThat(told.path("run").asText()).isEqualTo(run);
        assertThat(told.path("variants").get(0).asText()).isEqualTo(id);
        assertThat(told.path("verdict").asText())
                .isEqualTo(service.get("/v1/runs/" + run).path("verdict").asText());
        assertThat(told.path("unknown").asText()).isEqualTo("NOT_FOUND");

        Command.Result unknown = command("run", "watch", "018f4a40-6a3e-7c7b-b9a1-3d2f6a1f0c55");
        assertThat(unknown.exitStatus()).isEqualTo(4);
        assertThat(unknown.error()).startsWith("error NOT_FOUND: ");
    }

    /** What a program in TypeScript is told of the newest run, with types made from the OpenAPI document. */
    private static JsonNode typedClient() throws Exception {
        Path script = Installation.ROOT.resolve("web/target/client/verdict.mjs");
        ProcessBuilder builder =
                new ProcessBuilder("node", script.toString(), RunningService.address()).redirectErrorStream(true);
        builder.environment()
                .put(
                        "NARROWGAUGE_API_KEY",
                        Files.readString(RunningService.key()).strip());
        Process node = builder.start();
        String printed = new String(node.getInputStream().readAllBytes(), UTF_8);
        assertThat(node.waitFor()).as(printed).isZero();
        return new JsonMapper().readTree(printed);
    }

    private static Command.Result command(String... arguments) throws Exception {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--server=" + RunningService.address();
        return Command.run(RunningService.directory(), all);
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

    private static boolean hasCrashed(String run) throws Exception {
        return jobs(run)
                .valueStream()
                .anyMatch(job -> job.path("failures").path("crashes").asInt() > 0);
    }

    /** As the kernel does when memory is short. */
    private static void killEngine() {
        RunningService.process()
                .descendants()
                .filter(child -> child.info()
                        .arguments()
                        // A process that just ended has none left.
                        .filter(words -> words.length > 0 && words[words.length - 1].endsWith("EngineMain"))
                        .isPresent())
                .findFirst()
                .ifPresent(ProcessHandle::destroyForcibly);
    }
}
