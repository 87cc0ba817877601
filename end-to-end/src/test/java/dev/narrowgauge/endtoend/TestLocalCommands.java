package dev.narrowgauge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Work without any server, on the shipped model, through the engine that ships. */
class TestLocalCommands {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path MODEL = Installation.demo("digits-cnn.onnx");
    private static final String CALIBRATION = "--calibration=" + Installation.demo("digits-calibration.npz");
    private static final Path EVALUATION = Installation.demo("digits-evaluation.npz");

    @TempDir
    private static Path shared;

    private static Path int8;

    @TempDir
    private Path directory;

    @BeforeAll
    static void quantize() throws Exception {
        int8 = shared.resolve("int8.onnx");
        Command.Result result = Command.run(
                shared,
                "quantize",
                MODEL.toString(),
                CALIBRATION,
                "--evaluation=" + EVALUATION,
                "--output=" + int8,
                "--report=" + shared.resolve("report.json"));
        assertSucceeds(result);
        assertThat(result.output()).contains("of the size", "top-1", "output SQNR");
    }

    @Test
    void int8IsTheDefaultAndReported() throws Exception {
        assertThat(Files.size(int8)).isLessThan(Files.size(MODEL));
        JsonNode report = JSON.readTree(shared.resolve("report.json").toFile());
        assertThat(report.isObject()).isTrue();
        assertThat(report.path("provenance").path("modelSha256").asText()).matches("[0-9a-f]{64}");
        assertThat(report.path("provenance").path("recipe").path("precision").asText())
                .isEqualTo("int8");
    }

    @Test
    void recipeMakesFp16WithoutCalibration() throws Exception {
        Path recipe = Files.writeString(directory.resolve("recipe.yaml"), "precision: fp16\n");
        Path fp16 = directory.resolve("fp16.onnx");
        assertSucceeds(Command.run(directory, "quantize", MODEL.toString(), "--recipe=" + recipe, "--output=" + fp16));
        assertThat(Files.size(fp16)).isBetween(Files.size(int8), Files.size(MODEL));
    }

    @Test
    void evaluateComparesWithTheBaseline() throws Exception {
        Path document = directory.resolve("evaluation.json");
        Command.Result result = Command.run(
                directory,
                "evaluate",
                int8.toString(),
                "--baseline=" + MODEL,
                "--data=" + EVALUATION,
                "--output=" + document);
        assertSucceeds(result);

        JsonNode accuracy = JSON.readTree(document.toFile()).path("accuracy");
        assertThat(accuracy.path("samples").asInt()).isPositive();
        assertThat(accuracy.path("top1").asDouble()).isBetween(0.9, 1.0);
        assertThat(accuracy.path("baselineTop1").asDouble()).isBetween(0.9, 1.0);
        assertThat(accuracy.path("loss").path("low").asDouble())
                .isLessThanOrEqualTo(accuracy.path("loss").path("high").asDouble());
    }

    @Test
    void benchmarkTimesForks() throws Exception {
        Path document = directory.resolve("benchmark.json");
        Path log = directory.resolve("benchmark.hlog");
        Command.Result result = Command.run(
                directory,
                "benchmark",
                MODEL.toString(),
                int8.toString(),
                "--data=" + EVALUATION,
                "--quick",
                "--seed=1",
                "--histograms=" + log,
                "--output=" + document);
        assertSucceeds(result);
        assertThat(result.output()).contains("p99.9");
        assertThat(Files.readString(log)).contains("Tag=baseline", "Tag=control", "Tag=" + int8.getFileName());

        assertThat(result.output())
                .contains("Smallest difference that this machine can see: not known yet (0 of 20 measurements).");
        assertThat(JSON.readTree(document.toFile()).at("/noiseFloor/needed").asInt())
                .isEqualTo(20);
        JsonNode variant = JSON.readTree(document.toFile()).path("variants").path(0);
        assertThat(variant.path("verdict").asText()).as("one fork is no answer").isIn("INCONCLUSIVE", "INVALID");
        JsonNode forks = variant.path("evidence").path("forks");
        assertThat(forks).hasSize(1);
        assertThat(forks.path(0).path("rounds").path(0).path("blocks")).hasSize(3);
        assertThat(variant.path("latency").path("p50Millis").asDouble()).isPositive();
        assertThat(variant.path("baselineLatency").path("p50Millis").asDouble()).isPositive();
        assertThat(variant.path("latency").path("ratio").isNull()).isTrue();

        String written = Files.readString(document);
        rerunOnAnotherClassIsRefused(document, written);
        resultIsVerified(document, written);
        forgedResultIsFound(document, written, variant.path("verdict").asText());
    }

    /** Whatever they take, each says what it found in the document that it writes. */
    @Test
    void scenarioProfileAndDeterminism() throws Exception {
        Path document = directory.resolve("scenario.json");
        assertSucceeds(Command.run(
                directory,
                "scenario",
                "server",
                MODEL.toString(),
                int8.toString(),
                "--data=" + EVALUATION,
                "--latency-limit=1000",
                "--percentile=90",
                "--forks=1",
                "--seconds=0.1",
                "--search-seconds=5",
                "--threads=1",
                "--output=" + document));
        JsonNode results = JSON.readTree(document.toFile()).path("results");
        assertThat(results).hasSize(2);
        assertThat(results.path(0).path("samplesPerSecond").asDouble()).isPositive();
        JsonNode fork = results.path(0).path("forks").path(0);
        assertThat(fork.path("coldStart").path("firstRunMillis").asDouble()).isPositive();
        assertThat(fork.path("peak").path("trials").size()).isPositive();

        Path profile = directory.resolve("profile.json");
        Command.Result explained = Command.run(
                directory,
                "profile",
                MODEL.toString(),
                int8.toString(),
                "--data=" + EVALUATION,
                "--seconds=0.2",
                "--output=" + profile);
        assertSucceeds(explained);
        assertThat(explained.output()).contains("at most here", "between kernels");
        assertThat(JSON.readTree(profile.toFile()).path("reasons").path(0).asText())
                .startsWith("The variant's kernels take ");
        assertThat(JSON.readTree(profile.toFile()).path("variant").path("kernels"))
                .anySatisfy(kernel -> assertThat(kernel.path("kind").asText()).isEqualTo("INTEGER"));

        Command.Result repeated = Command.run(
                directory, "determinism", int8.toString(), "--data=" + EVALUATION, "--samples=4", "--fail-on=repeat");
        assertSucceeds(repeated);
        assertThat(repeated.output()).contains("the same input again: the same, bit for bit, on 4 samples.");
    }

    private void rerunOnAnotherClassIsRefused(Path document, String written) throws Exception {
        Files.writeString(document, written.replaceFirst("\"deviceClass\" : \"[^\"]+", "\"deviceClass\" : \"abacus"));
        Command.Result elsewhere = Command.run(directory, "rerun", document.toString());
        assertThat(elsewhere.exitStatus()).isEqualTo(4);
        assertThat(elsewhere.error()).contains("measured on abacus", "--anyway");
    }

    private void resultIsVerified(Path document, String written) throws Exception {
        Files.writeString(document, written);
        assertThat(Command.run(directory, "verify", document.toString()).output())
                .contains("VERIFIED");
        Files.writeString(
                document,
                written.replaceAll("\"p90Millis\" : [^,]+", "\"p90Millis\" : null")
                        .replaceAll("\"histogram\" : \"[^\"]+\"", "\"histogram\" : null"));
        assertThat(Command.run(directory, "verify", document.toString()).output())
                .as("a result that is older than histograms")
                .contains("VERIFIED");
    }

    private void forgedResultIsFound(Path document, String written, String verdict) throws Exception {
        Files.writeString(
                document,
                written.replace("\"runs\" : ", "\"runs\" : 1")
                        .replace("\"verdict\" : \"" + verdict, "\"verdict\" : \"FASTER"));
        Command.Result forged = Command.run(directory, "verify", document.toString());
        assertThat(forged.exitStatus()).isEqualTo(1);
        assertThat(forged.output()).contains("FASTER in the document", "the number of runs is 1");
    }

    @Test
    void externalDataAndTestSets() throws Exception {
        Path external = SampleInputs.withExternalData(MODEL, directory);
        Path testSets = SampleInputs.testSets(MODEL, 20, directory.resolve("samples.zip"));
        Path output = directory.resolve("out.onnx");
        Path report = directory.resolve("external.json");
        assertSucceeds(Command.run(
                directory,
                "quantize",
                external.toString(),
                "--calibration=" + testSets,
                "--output=" + output,
                "--report=" + report));
        assertThat(Files.size(output)).isLessThan(Files.size(MODEL));
        assertThat(JSON.readTree(report.toFile()).path("baselineBytes").asLong())
                .isEqualTo(Files.size(external) + Files.size(directory.resolve("weights.data")));
    }

    @Test
    void badInputLeavesNothingBehind() throws Exception {
        Path text = Files.writeString(directory.resolve("text.onnx"), "no model");
        assertFails("MODEL_NOT_ONNX", text, CALIBRATION);
        byte[] whole = Files.readAllBytes(MODEL);
        Path cut = Files.write(directory.resolve("half.onnx"), Arrays.copyOf(whole, whole.length / 2));
        assertFails("MODEL_TRUNCATED", cut, CALIBRATION);
        Path half = Files.writeString(directory.resolve("half.yaml"), "precision: fp16\n");
        assertFails("MODEL_ALREADY_QUANTIZED", int8, "--recipe=" + half);
        assertFails("DATASET_UNREADABLE", MODEL, "--calibration=" + text);
        Path external = SampleInputs.withExternalData(MODEL, directory);
        Files.delete(directory.resolve("weights.data"));
        assertFails("MODEL_EXTERNAL_DATA_MISSING", external, CALIBRATION);
    }

    private void assertFails(String code, Path model, String calibration) throws Exception {
        Path outputs = Files.createDirectories(directory.resolve("outputs"));
        Command.Result result = Command.run(
                directory,
                "quantize",
                model.toString(),
                calibration,
                "--output=" + outputs.resolve("out.onnx"),
                "--report=" + outputs.resolve("report.json"));
        assertThat(result.error().lines().filter(line -> line.startsWith("error ")))
                .as(result.error())
                .singleElement()
                .asString()
                .startsWith("error " + code + ": ");
        assertThat(result.error()).doesNotContain("\tat ", "Exception");
        assertThat(result.exitStatus()).isEqualTo(4);
        assertThat(outputs).isEmptyDirectory();
    }

    private static void assertSucceeds(Command.Result result) {
        assertThat(result.exitStatus()).as(result.error()).isZero();
    }
}
