package dev.narrowgauge.checks.scale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.checks.data.Samples;
import dev.narrowgauge.checks.judge.ModelRun;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestNetworks {
    @TempDir
    private Path directory;

    @Test
    void stackHasTheNodesAndTheWeightsThatWereAskedFor() {
        assertThat(written(Stack.ofNodes(280, 16)).getGraph().getNodeCount()).isEqualTo(280);
        assertThat(new Stack(3, 8)).isEqualTo(Stack.ofBytes(3 * 8 * 8 * 4, 8));
    }

    @Test
    void networksComputeNumbersOfUsualSize() {
        assertUsual(Stack.ofNodes(1400, 16));
        assertUsual(new Encoder(2, 128, 8, 50));
    }

    private void assertUsual(GeneratedNetwork network) {
        String output = written(network).getGraph().getOutput(0).getName();
        Samples samples = network.samples(3);
        List<float[]> rows = ModelRun.floats(directory.resolve("model.onnx"), output, samples);
        assertThat(rows).hasSize(3);
        for (float[] row : rows) {
            double squares = 0;
            for (float value : row) {
                squares += value * value;
            }
            assertThat(Math.sqrt(squares / row.length)).isBetween(0.01, 10.0);
        }
    }

    private ModelProto written(GeneratedNetwork network) {
        Path file = directory.resolve("model.onnx");
        file.resolveSibling("model.onnx.data").toFile().delete();
        network.write(file);
        return OnnxModelReader.read(file).proto();
    }
}
