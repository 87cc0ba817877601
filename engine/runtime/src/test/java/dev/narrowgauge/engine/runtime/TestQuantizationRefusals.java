package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Quantize;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be quantized is refused with a code, and leaves no file. */
class TestQuantizationRefusals {
    @TempDir
    private Path directory;

    @Test
    void refusesUnknownRecipeKey() {
        assertRefused(request("digits-cnn", "digits").setRecipeJson("{\"precison\": \"int8\"}"), "RECIPE_UNKNOWN_KEY");
    }

    @Test
    void refusesRecipeThatIsNoJson() {
        assertRefused(request("digits-cnn", "digits").setRecipeJson("{precision"), "RECIPE_UNREADABLE");
        assertRefused(request("digits-cnn", "digits").setRecipeJson("[]"), "RECIPE_UNREADABLE");
    }

    @Test
    void refusesDataOfAnotherShapeOrName() {
        assertRefused(request("digits-cnn", "cifar10"), "DATASET_SHAPE_MISMATCH");
        assertRefused(request("digits-cnn", "sentiment"), "DATASET_INPUT_MISSING");
    }

    @Test
    void refusesSamplesThatAreNotFinite() throws IOException {
        Path broken = NpzSubset.first(
                8,
                Samples.calibration("digits"),
                directory.resolve("broken.npz"),
                (array, values) -> values.putFloat(40, Float.NaN));
        assertRefused(request("digits-cnn", "digits").setCalibrationPath(broken.toString()), "DATASET_NOT_FINITE");
    }

    @Test
    void refusesLabelThatIsNoClass() throws IOException {
        Path broken =
                NpzSubset.first(8, Samples.evaluation("digits"), directory.resolve("broken.npz"), (array, values) -> {
                    if (array.equals("labels")) {
                        values.putLong(24, 10);
                    }
                });
        assertRefused(
                request("digits-cnn", "digits").setEvaluationPath(broken.toString()), "DATASET_LABEL_OUT_OF_RANGE");
    }

    @Test
    void refusesEvaluationOnCalibrationSamples() throws IOException {
        Path some = NpzSubset.first(8, Samples.calibration("digits"), directory.resolve("some.npz"));
        assertRefused(request("digits-cnn", "digits").setEvaluationPath(some.toString()), "DATASETS_OVERLAP");
    }

    @Test
    void refusesInt8WithoutCalibration() {
        assertRefused(request("digits-cnn", "digits").setCalibrationPath(""), "REQUEST_INVALID");
    }

    @Test
    void refusesHalfPrecisionOfIntegers() {
        EngineDriver.answer(EngineRequest.newBuilder()
                .setQuantize(request("digits-cnn", "digits"))
                .build());
        assertThat(output()).exists();
        Path again = directory.resolve("again.onnx");
        EngineEvent answer = EngineDriver.answer(EngineRequest.newBuilder()
                .setQuantize(request("digits-cnn", "digits")
                        .setRecipeJson("{\"precision\": \"fp16\"}")
                        .setModelPath(output().toString())
                        .setOutputPath(again.toString()))
                .build());
        assertThat(answer.getFailure().getCode()).isEqualTo("MODEL_ALREADY_QUANTIZED");
        assertThat(again).doesNotExist();
    }

    private void assertRefused(Quantize.Builder request, String code) {
        EngineEvent answer = EngineDriver.answer(
                EngineRequest.newBuilder().setQuantize(request).build());
        assertThat(answer.getFailure().getCode()).isEqualTo(code);
        assertThat(answer.getFailure().getMessage()).isNotBlank();
        assertThat(output()).doesNotExist();
    }

    private Quantize.Builder request(String model, String data) {
        return Quantize.newBuilder()
                .setModelPath(Samples.model(model).toString())
                .setCalibrationPath(Samples.calibration(data).toString())
                .setOutputPath(output().toString());
    }

    private Path output() {
        return directory.resolve("quantized.onnx");
    }
}
