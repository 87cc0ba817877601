package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.MergeStatistics;
import dev.narrowgauge.proto.engine.Quantize;
import dev.narrowgauge.proto.engine.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statistics that are saved, merged and used again. */
class TestStatistics {
    private static final int SAMPLES = 256;
    private static final String STATIC = "{\"mode\": \"static\", \"target\": \"generic\"}";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"digits-cnn, digits", "sentiment-transformer, sentiment"})
    void savedStatisticsGiveTheSameModelAsTheSamples(String model, String data) throws IOException {
        Path samples = part(data, 0, 64);
        String made = quantize(request(model)
                .setCalibrationPath(samples.toString())
                .setSaveStatisticsPath(file("saved").toString()));
        String remade = quantize(request(model).setStatisticsPath(file("saved").toString()));
        assertThat(remade).isEqualTo(made);
    }

    @Test
    void savedStatisticsServeOtherRecipes() throws IOException {
        save(part("digits", 0, 64), "saved");
        for (String recipe : new String[] {
            "{'mode': 'static', 'calibration': {'method': 'minmax'}}",
            "{'mode': 'static', 'calibration': {'method': 'moving-average'}}",
            "{'mode': 'static', 'calibration': {'method': 'entropy'}}",
            "{'mode': 'static', 'calibration': {'method': 'percentile', 'percentile': 99.9}}",
            "{'target': 'tensorrt'}"
        }) {
            String made = quantize(request("digits-cnn")
                    .setRecipeJson(recipe.replace('\'', '"'))
                    .setStatisticsPath(file("saved").toString()));
            assertThat(made).as(recipe).hasSize(64);
        }
    }

    @Test
    void mergedShardsAreOnePass() throws IOException {
        save(part("digits", 0, SAMPLES), "whole");
        save(part("digits", 0, 96), "first");
        save(part("digits", 96, SAMPLES - 96), "second");
        Result merged = merge("second", "first");
        assertThat(merged.getStatisticsMerged().getSamples()).isEqualTo(SAMPLES);
        assertThat(file("merged")).hasSameBinaryContentAs(file("whole"));
    }

    @Test
    void statisticsOfAnotherModelAreRefused() throws IOException {
        save(part("digits", 0, 16), "saved");
        assertFails(
                "STATISTICS_MODEL_MISMATCH",
                request("digits-resnet").setStatisticsPath(file("saved").toString()));
    }

    @Test
    void samplesOfTheStatisticsProveNothing() throws IOException {
        Path samples = part("digits", 0, 16);
        save(samples, "saved");
        assertFails(
                "DATASETS_OVERLAP",
                request("digits-cnn")
                        .setStatisticsPath(file("saved").toString())
                        .setEvaluationPath(samples.toString()));
    }

    @Test
    void whatIsNoStatisticsFileIsRefused() throws IOException {
        Files.writeString(file("broken"), "NGSTAT1\n and then nothing that makes sense");
        Files.writeString(file("other"), "hello");
        save(part("digits", 0, 16), "saved");
        byte[] bytes = Files.readAllBytes(file("saved"));
        Files.write(file("cut"), Arrays.copyOf(bytes, bytes.length / 2));
        for (String name : new String[] {"broken", "other", "cut"}) {
            assertFails(
                    "STATISTICS_UNREADABLE",
                    request("digits-cnn").setStatisticsPath(file(name).toString()));
        }
    }

    @Test
    void whatObservesNothingSavesNothing() {
        assertFails(
                "REQUEST_INVALID",
                request("digits-cnn")
                        .setRecipeJson("{\"precision\": \"fp16\"}")
                        .setSaveStatisticsPath(file("saved").toString()));
        assertThat(file("saved")).doesNotExist();
    }

    private void save(Path samples, String name) {
        quantize(request("digits-cnn")
                .setCalibrationPath(samples.toString())
                .setSaveStatisticsPath(file(name).toString()));
    }

    private Result merge(String... names) {
        MergeStatistics.Builder task = MergeStatistics.newBuilder()
                .setOutputPath(file("merged").toString())
                .setWorkDirectory(directory.toString());
        for (String name : names) {
            task.addStatisticsPath(file(name).toString());
        }
        EngineEvent answer = EngineDriver.answer(
                EngineRequest.newBuilder().setMergeStatistics(task).build());
        assertThat(answer.getFailure().getMessage()).isEmpty();
        return answer.getResult();
    }

    private Path part(String data, int first, int samples) throws IOException {
        return NpzSubset.range(
                first,
                samples,
                Samples.calibration(data),
                directory.resolve(data + first + "-" + samples + ".npz"),
                (array, values) -> {});
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private Quantize.Builder request(String model) {
        return Quantize.newBuilder()
                .setModelPath(Samples.model(model).toString())
                .setRecipeJson(STATIC)
                .setOutputPath(file("variant.onnx").toString())
                .setWorkDirectory(directory.toString());
    }

    private static EngineEvent answer(Quantize.Builder task) {
        return EngineDriver.answer(
                EngineRequest.newBuilder().setQuantize(task).setThreads(2).build());
    }

    private static String quantize(Quantize.Builder task) {
        EngineEvent answer = answer(task);
        assertThat(answer.getFailure().getMessage()).isEmpty();
        return answer.getResult().getQuantized().getSha256();
    }

    private static void assertFails(String code, Quantize.Builder task) {
        assertThat(answer(task).getFailure().getCode()).isEqualTo(code);
    }
}
