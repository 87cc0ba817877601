package dev.narrowgauge.checks.zoo.built;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.checks.judge.Agreement;
import dev.narrowgauge.checks.zoo.Architecture;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestBuiltZoo {
    @TempDir
    private Path directory;

    @Test
    void everyNetworkRuns() {
        for (Architecture architecture : BuiltZoo.all()) {
            ModelProto model = architecture.build();
            assertThat(model.getGraph().getNodeCount()).as(architecture.name()).isGreaterThanOrEqualTo(50);
            Path file = directory.resolve("model.onnx");
            OnnxModelWriter.write(model, file);
            Path samples = architecture.samples(0, 3).write(directory.resolve("samples.npz"));
            assertThat(Agreement.of(file, file, samples, architecture.outputs()).kept())
                    .as(architecture.name())
                    .isTrue();
        }
    }
}
