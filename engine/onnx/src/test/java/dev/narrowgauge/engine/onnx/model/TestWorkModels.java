package dev.narrowgauge.engine.onnx.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestWorkModels {
    private static final int LARGE = 300_000;

    @TempDir
    private Path directory;

    private final Random random = new Random(3);

    @Test
    void weightsOfSeveralModelsAreOnTheDiskOnce() throws IOException {
        WorkModels models = new WorkModels(directory);
        ModelProto first = SmallModels.add().build();
        TensorProto weights = weights();
        first = with(first, weights);
        ModelProto second = with(
                SmallModels.branches().build(),
                weights.toBuilder().setName("other").build());
        models.write(first, "first.onnx");
        models.write(second, "second.onnx");

        assertThat(Files.size(directory.resolve("weights.data"))).isEqualTo(4L * LARGE);
        assertThat(Files.size(directory.resolve("first.onnx"))).isLessThan(1000);
        assertThat(OnnxModelReader.read(directory.resolve("first.onnx"))
                        .inlined()
                        .proto())
                .isEqualTo(first);
        assertThat(OnnxModelReader.read(directory.resolve("second.onnx"))
                        .inlined()
                        .proto())
                .isEqualTo(second);
    }

    @Test
    void weightsThatWereReadAreNotWrittenAgain() throws IOException {
        WorkModels models = new WorkModels(directory);
        ModelProto model = with(SmallModels.add().build(), weights());
        models.write(model, "model.onnx");
        ModelProto read = models.read("model.onnx");
        models.write(read, "again.onnx");

        assertThat(read).isEqualTo(model);
        assertThat(models.read("again.onnx")).isEqualTo(model);
        assertThat(Files.size(directory.resolve("weights.data"))).isEqualTo(4L * LARGE);
    }

    @Test
    void otherWeightsStandBehindThem() {
        WorkModels models = new WorkModels(directory);
        ModelProto first = with(SmallModels.add().build(), weights());
        ModelProto second = with(SmallModels.add().build(), weights());
        models.write(first, "first.onnx");
        models.write(second, "second.onnx");

        assertThat(models.read("first.onnx")).isEqualTo(first);
        assertThat(models.read("second.onnx")).isEqualTo(second);
    }

    @Test
    void smallModelsAreOneFile() throws IOException {
        ModelProto model = SmallModels.add().build();
        Path file = new WorkModels(directory).write(model, "model.onnx");

        assertThat(Files.readAllBytes(file)).isEqualTo(model.toByteArray());
        assertThat(directory.resolve("weights.data")).doesNotExist();
    }

    private TensorProto weights() {
        float[] values = new float[LARGE];
        for (int i = 0; i < LARGE; i++) {
            values[i] = random.nextFloat();
        }
        return Tensors.floats("large", values, LARGE);
    }

    private static ModelProto with(ModelProto model, TensorProto tensor) {
        GraphProto.Builder graph = model.getGraph().toBuilder().addInitializer(tensor);
        return model.toBuilder().setGraph(graph).build();
    }
}
