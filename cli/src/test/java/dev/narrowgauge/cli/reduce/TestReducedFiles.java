package dev.narrowgauge.cli.reduce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.reduce.FaultyModel;
import dev.narrowgauge.engine.onnx.reduce.Samples;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestReducedFiles {
    @TempDir
    private Path directory;

    /** Those of an earlier reduction would be taken for its own. */
    @Test
    void aModelWithoutSamplesHasNoDataBesideIt() {
        ReducedFiles files = ReducedFiles.beside(directory.resolve("small.onnx"), List.of());
        Samples fed = new Samples(List.of(Map.of("x", Tensors.floats("x", new float[4], 4))));
        files.write(new FaultyModel(ModelProto.getDefaultInstance(), fed));
        assertThat(directory.resolve("small.npz")).isRegularFile();
        files.write(new FaultyModel(ModelProto.getDefaultInstance(), Samples.NONE));
        assertThat(directory.resolve("small.onnx")).isRegularFile();
        assertThat(directory.resolve("small.npz")).doesNotExist();
    }
}
