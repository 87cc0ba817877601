package dev.narrowgauge.engine.runtime.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.engine.onnx.model.OnnxModel;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.runtime.TinyGraph;
import dev.narrowgauge.engine.runtime.pipe.EventWriter;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestRejection {
    private static final NarrowgaugeException REJECTED = new NarrowgaugeException(
            ErrorCode.MODEL_REJECTED_BY_RUNTIME, "ONNX Runtime does not load trial-2.onnx: no kernel.");

    @TempDir
    private Path directory;

    @Test
    void modelThatRunsIsNotBlamedForItsVariant() throws IOException {
        NarrowgaugeException explained = explain(TinyGraph.withUnevenChannels());

        assertThat(explained.code()).isEqualTo(ErrorCode.VARIANT_REJECTED_BY_RUNTIME);
        assertThat(explained).hasMessageContaining("defect in Narrowgauge").hasMessageContaining("no kernel");
    }

    @Test
    void modelThatDoesNotRunOnItsSamplesIsNamed() throws IOException {
        TinyGraph graph = new TinyGraph();
        graph.node("Reshape", "y", List.of(graph.conv("c", "x", 3, 8), graph.constant(1L, 7L)));

        NarrowgaugeException explained = explain(graph.buildRows("y", 7));

        assertThat(explained.code()).isEqualTo(ErrorCode.MODEL_REJECTED_BY_RUNTIME);
        assertThat(explained).hasMessageContaining("model.onnx").hasMessageNotContaining("trial-2");
    }

    private NarrowgaugeException explain(ModelProto proto) throws IOException {
        Path file = directory.resolve("model.onnx");
        OnnxModelWriter.write(proto, file);
        OnnxModel model = OnnxModelReader.read(file);
        try (SampleSet samples = SampleSet.open(TinyGraph.samples(directory.resolve("samples.npz")))) {
            List<InputSpec> inputs =
                    model.describe().inputs().stream().map(InputSpec::of).toList();
            return new Rejection(
                            new OnnxRuntime(1),
                            new ProgressMeter(
                                    new EventWriter(OutputStream.nullOutputStream(), () -> {}), System::nanoTime))
                    .explain(REJECTED, file, model, List.of(samples.bind(inputs)));
        }
    }
}
