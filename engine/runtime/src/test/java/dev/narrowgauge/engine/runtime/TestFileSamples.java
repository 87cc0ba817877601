package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.Batches;
import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Evaluate;
import dev.narrowgauge.proto.engine.Evaluated;
import dev.narrowgauge.proto.engine.Quantize;
import dev.narrowgauge.proto.engine.Quantized;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped samples as images give what they give as arrays: their pixels are sixteenths. */
class TestFileSamples {
    private static final String SETTINGS = "{\"image\": {\"scale\": \"1/16\"}}";
    private static final int SIDE = 8;

    @TempDir
    private Path directory;

    @Test
    void imagesGiveTheFileThatTheArrayGives() throws IOException {
        Path images = images(Samples.calibration("digits"), "calibration");
        assertThat(quantize(images.toString(), SETTINGS).getSha256())
                .isEqualTo(
                        quantize(Samples.calibration("digits").toString(), "").getSha256());
    }

    @Test
    void labelsOfATableGiveTheAccuracy() throws IOException {
        Path images = images(Samples.evaluation("digits"), "evaluation");
        Evaluated evaluated = evaluate(images).getResult().getEvaluated();
        assertThat(evaluated.getSamples()).isEqualTo(797);
        assertThat(evaluated.getBaselineCorrect()).isEqualTo(780);
    }

    @Test
    void sameImagesCannotServeBothPurposes() throws IOException {
        Path images = images(Samples.evaluation("digits"), "both");
        EngineEvent answer = answer(Quantize.newBuilder()
                .setModelPath(Samples.model("digits-cnn").toString())
                .setCalibrationPath(images.toString())
                .setCalibrationSettingsJson(SETTINGS)
                .setEvaluationPath(Samples.evaluation("digits").toString())
                .setOutputPath(directory.resolve("out.onnx").toString()));
        assertThat(answer.getFailure().getCode()).isEqualTo("DATASETS_OVERLAP");
    }

    @Test
    void faultsNameTheImage() throws IOException {
        Path images = images(Samples.evaluation("digits"), "damaged");
        Files.write(images.resolve("0003.png"), new byte[100]);
        EngineEvent answer = evaluate(images);
        assertThat(answer.getFailure().getCode()).isEqualTo("DATASET_UNREADABLE");
        assertThat(answer.getFailure().getMessage()).contains("0003.png", "line 5 of 'labels.csv'");
    }

    /** One PNG for each sample, and a table where the samples have labels. */
    private Path images(Path arrays, String name) throws IOException {
        Path folder = Files.createDirectory(directory.resolve(name));
        StringBuilder table = new StringBuilder("path,label\n");
        var spec = new InputSpec("image", ElementType.FLOAT, List.of(-1L, 1L, (long) SIDE, (long) SIDE));
        try (SampleSet dataset = SampleSet.open(arrays);
                Batches batches = dataset.bind(List.of(spec)).batches(1)) {
            while (batches.hasNext()) {
                Batch batch = batches.next();
                String file = "%04d.png".formatted(batch.first());
                write(batch.tensors().getFirst().data(), folder.resolve(file));
                batch.labels()
                        .forEach(label ->
                                table.append(file).append(',').append(label).append('\n'));
            }
            if (dataset.hasLabels()) {
                Files.writeString(folder.resolve("labels.csv"), table);
            }
        }
        return folder;
    }

    private static void write(ByteBuffer values, Path file) throws IOException {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < SIDE * SIDE; i++) {
            image.getRaster().setSample(i % SIDE, i / SIDE, 0, Math.round(16 * values.getFloat(Float.BYTES * i)));
        }
        ImageIO.write(image, "png", file.toFile());
    }

    private Quantized quantize(String samples, String settings) {
        EngineEvent answer = answer(Quantize.newBuilder()
                .setModelPath(Samples.model("digits-cnn").toString())
                .setCalibrationPath(samples)
                .setCalibrationSettingsJson(settings)
                .setRecipeJson("{\"mode\": \"static\"}")
                .setSkipLatencyCheck(true)
                .setOutputPath(directory.resolve("out.onnx").toString()));
        assertThat(answer.getFailure().getMessage()).isEmpty();
        return answer.getResult().getQuantized();
    }

    private EngineEvent answer(Quantize.Builder request) {
        return EngineDriver.answer(
                EngineRequest.newBuilder().setQuantize(request).build());
    }

    private static EngineEvent evaluate(Path images) {
        return EngineDriver.answer(EngineRequest.newBuilder()
                .setEvaluate(Evaluate.newBuilder()
                        .setBaselinePath(Samples.model("digits-cnn").toString())
                        .setDatasetPath(images.toString())
                        .setDatasetSettingsJson(SETTINGS))
                .build());
    }
}
