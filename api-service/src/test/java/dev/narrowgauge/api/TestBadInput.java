package dev.narrowgauge.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.domain.error.ErrorCode;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people upload by mistake or in bad faith, through a real engine child: told by its code, and nothing stays. */
@QuarkusTest
class TestBadInput extends ApiTest {
    private static final Path DEMO =
            Path.of(System.getProperty("narrowgauge.root", "..")).resolve("demo");

    private List<Path> before;

    @BeforeEach
    void requireEngine() {
        assumeThat(TestingInspector.engineHome())
                .as("no engine in engine/runtime/target/engine; `mvnw package -pl engine/runtime -am` makes one")
                .isPresent();
        fixture.registerNode();
        before = storedFiles();
    }

    @AfterEach
    void nothingIsLeftUnderATemporaryName() {
        assertThat(storedFiles()).noneMatch(file -> file.toString().endsWith(".part"));
    }

    @Test
    void modelsThatAreNone() throws IOException {
        byte[] digits = Files.readAllBytes(DEMO.resolve("digits-cnn.onnx"));
        assertThat(refusedModel("this is a text".getBytes(UTF_8), ErrorCode.MODEL_NOT_ONNX))
                .contains("bad.onnx");
        refusedModel(new byte[0], ErrorCode.MODEL_NOT_ONNX);
        refusedModel(Arrays.copyOf(digits, digits.length / 2), ErrorCode.MODEL_TRUNCATED);
        refusedModel(new OnnxBytes().opset(999).bytes(), ErrorCode.MODEL_UNSUPPORTED_OPSET);
        refusedModel(new OnnxBytes().domain("com.example").bytes(), ErrorCode.MODEL_UNSUPPORTED_DOMAIN);
        refusedModel(new OnnxBytes().dims(1L << 40, 1L << 40).bytes(), ErrorCode.MODEL_DIMENSION_OVERFLOW);
        assertThat(storedFiles()).isEqualTo(before);
    }

    @Test
    void externalDataThatIsMissingEscapesOrIsShort() {
        refusedModel(new OnnxBytes().location("weights.bin").bytes(), ErrorCode.MODEL_EXTERNAL_DATA_MISSING);
        refusedModel(new OnnxBytes().location("../weights.bin").bytes(), ErrorCode.MODEL_EXTERNAL_DATA_ESCAPES);
        refusedModel(new OnnxBytes().location("/etc/passwd").bytes(), ErrorCode.MODEL_EXTERNAL_DATA_ESCAPES);
        byte[] model = new OnnxBytes().location("weights.bin").bytes();
        refusedModel(
                new Archive()
                        .file("m.onnx", model)
                        .file("weights.bin", new byte[15])
                        .bytes(),
                ErrorCode.MODEL_EXTERNAL_DATA_SHORT);
        refusedModel(
                new Archive()
                        .file("m.onnx", model)
                        .file("../weights.bin", new byte[16])
                        .bytes(),
                ErrorCode.MODEL_EXTERNAL_DATA_ESCAPES);
        assertThat(storedFiles()).isEqualTo(before);
        http.upload(
                        "/v1/models?name=zipped",
                        new Archive()
                                .file("m.onnx", model)
                                .file("weights.bin", new byte[16])
                                .bytes())
                .with(201);
    }

    @Test
    void datasetsThatAreNone() {
        refusedDataset("this is a text".getBytes(UTF_8), ErrorCode.DATASET_UNREADABLE);
        refusedDataset(new Archive().floats("x", "(0, 4)").bytes(), ErrorCode.DATASET_EMPTY);
        refusedDataset(new Archive().bytes(), ErrorCode.DATASET_UNREADABLE);
        refusedDataset(new Archive().floats("x", "(1, 2)", 1, Float.NaN).bytes(), ErrorCode.DATASET_NOT_FINITE);
        refusedDataset(
                new Archive().floats("x", "(1, 2)", Float.POSITIVE_INFINITY, 1).bytes(), ErrorCode.DATASET_NOT_FINITE);
        refusedDataset(
                new Archive().floats("x", "(2, 1)", 1, 2).labels(0, 1, 2).bytes(), ErrorCode.DATASET_SHAPE_MISMATCH);
        // More digests than the engine's answer has room for.
        assertThat(refusedDataset(
                        new Archive()
                                .unsigned("x", "(9000000, 1)", new byte[9_000_000])
                                .bytes(),
                        ErrorCode.DATASET_TOO_LARGE))
                .contains("9000000 samples");
        assertThat(storedFiles()).isEqualTo(before);
    }

    @Test
    void realModelMeetsDatasetsThatDoNotFitIt() throws IOException {
        String model = upload("models", Files.readAllBytes(DEMO.resolve("digits-cnn.onnx")));
        String calibration = upload("datasets", Files.readAllBytes(DEMO.resolve("digits-calibration.npz")));
        String evaluation = upload("datasets", Files.readAllBytes(DEMO.resolve("digits-evaluation.npz")));
        float[] image = new float[64];
        image[1] = 0.5f;

        refusedRun(
                model,
                calibration,
                new Archive().floats("x", "(1, 64)", image).labels(1),
                ErrorCode.DATASET_INPUT_MISSING);
        refusedRun(
                model,
                calibration,
                new Archive().floats("image", "(1, 64)", image).labels(1),
                ErrorCode.DATASET_SHAPE_MISMATCH);
        refusedRun(
                model,
                calibration,
                new Archive().floats("image", "(1, 1, 8, 8)", image).labels(10),
                ErrorCode.DATASET_LABEL_OUT_OF_RANGE);
        String unlabelled = upload(
                "datasets", new Archive().floats("image", "(1, 1, 8, 8)", image).bytes());
        http.post(
                        "/v1/runs",
                        RunFixture.request(model, calibration, unlabelled, "[{}]")
                                .replaceFirst("\\{", """
                                        {"policy": {"rules": [{"metric": "accuracy.top1.loss", "max": 0.01}]}, """))
                .problem(ErrorCode.DATASET_LABELS_MISSING);
        http.post("/v1/runs", RunFixture.request(model, evaluation, evaluation, "[{}]"))
                .problem(ErrorCode.DATASETS_OVERLAP);
        http.post("/v1/runs", RunFixture.request(model, calibration, evaluation, "[{}]"))
                .with(201);
    }

    private String refusedModel(byte[] content, ErrorCode code) {
        String detail = http.upload("/v1/models?name=bad.onnx", content).problem(code);
        assertThat(detail).doesNotContain(".part");
        return detail;
    }

    private String refusedDataset(byte[] content, ErrorCode code) {
        String detail = http.upload("/v1/datasets?name=bad.npz", content).problem(code);
        assertThat(detail).doesNotContain(".part");
        return detail;
    }

    private void refusedRun(String model, String calibration, Archive evaluation, ErrorCode code) {
        String evaluationId = upload("datasets", evaluation.bytes());
        http.post("/v1/runs", RunFixture.request(model, calibration, evaluationId, "[{}]"))
                .problem(code);
    }

    private String upload(String kind, byte[] content) {
        JsonNode answer = http.upload("/v1/" + kind + "?name=file", content).json();
        assertThat(answer.path("id").asText()).as(answer::toString).isNotEmpty();
        return answer.path("id").asText();
    }
}
