package dev.narrowgauge.engine.runtime.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.OnnxModel;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.TensorShapeProto;
import dev.narrowgauge.engine.onnx.proto.TypeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import dev.narrowgauge.engine.runtime.TinyGraph;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestBatchDependence {
    @TempDir
    private Path directory;

    @Test
    void largestValueOfTheBatchShows() throws IOException {
        TinyGraph graph = new TinyGraph();
        String features = graph.conv("c1", "x", 3, 8);
        graph.node("Div", "y", List.of(features, graph.node("ReduceMax", "largest", List.of(features))));
        assertThat(depends(graph.build("y", 8))).isTrue();
    }

    @Test
    void valueThatComesToNothingDoesNot() throws IOException {
        assertThat(depends(harmless().build("y", 8))).isFalse();
    }

    /** As many rows as samples are tried together, and no axis of samples. */
    @Test
    void tableOfAnchorsDoesNot() throws IOException {
        TinyGraph graph = harmless();
        graph.node("Identity", "anchors", List.of(graph.random(4, 4)));
        ModelProto.Builder model = graph.build("y", 8).toBuilder();
        model.getGraphBuilder().addOutput(table("anchors", 4, 4));
        assertThat(depends(model.build())).isFalse();
    }

    private static TinyGraph harmless() {
        TinyGraph graph = new TinyGraph();
        String features = graph.conv("c1", "x", 3, 8);
        String largest = graph.node("ReduceMax", "largest", List.of(features));
        String nothing = graph.node("Mul", "nothing", List.of(largest, graph.constant(0)));
        graph.node("Add", "y", List.of(features, nothing));
        return graph;
    }

    private static ValueInfoProto table(String name, long... dims) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        LongStream.of(dims).forEach(dim -> shape.addDimBuilder().setDimValue(dim));
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(ElementType.FLOAT.number())
                                .setShape(shape)))
                .build();
    }

    private boolean depends(ModelProto proto) throws IOException {
        Path file = directory.resolve("model.onnx");
        OnnxModelWriter.write(proto, file);
        OnnxModel model = OnnxModel.of(proto);
        try (SampleSet data = SampleSet.open(TinyGraph.samples(directory.resolve("samples.npz")))) {
            List<InputSpec> inputs =
                    model.describe().inputs().stream().map(InputSpec::of).toList();
            return BatchDependence.shows(model, file, Optional.of(data.bind(inputs)), new OnnxRuntime(1));
        }
    }
}
