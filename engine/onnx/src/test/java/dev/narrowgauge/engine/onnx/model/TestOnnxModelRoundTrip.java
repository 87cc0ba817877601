package dev.narrowgauge.engine.onnx.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TestOnnxModelRoundTrip {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @MethodSource("dev.narrowgauge.engine.onnx.SampleFiles#models")
    void writtenModelIsTheModelRead(Path file) throws IOException {
        OnnxModel model = OnnxModelReader.read(file);
        OnnxModelWriter.write(model, directory.resolve("first.onnx"));
        OnnxModel again = OnnxModelReader.read(directory.resolve("first.onnx"));
        OnnxModelWriter.write(again, directory.resolve("second.onnx"));

        assertThat(again.proto()).isEqualTo(model.proto());
        assertThat(directory.resolve("second.onnx")).hasSameBinaryContentAs(directory.resolve("first.onnx"));
        assertThat(Files.list(directory)).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("dev.narrowgauge.engine.onnx.SampleFiles#models")
    void descriptionSaysWhatTheModelIs(Path file) {
        OnnxModelDescription description = OnnxModelReader.read(file).describe();

        assertThat(description.opset()).isBetween(13L, 18L);
        assertThat(description.inputs()).isNotEmpty();
        assertThat(description.inputs()).allSatisfy(input -> {
            assertThat(input.elementType()).isIn(ElementType.FLOAT, ElementType.INT64);
            assertThat(input.dims().getFirst()).isEqualTo(-1);
        });
        assertThat(description.outputs()).hasSize(1);
        assertThat(description.parameterCount()).isGreaterThan(10_000);
        assertThat(description.opCounts().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo((int) description.nodeCount());
        assertThat(description.quantized()).isFalse();
    }
}
