package dev.narrowgauge.checks.rules;

import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.nio.file.Path;
import java.util.List;

/** A classifier that is spoilt in one way. */
final class DamagedModels {
    private static final float NEVER = -1000;

    private DamagedModels() {}

    /** In whose weights the bias of one class is so low that it is never the answer. */
    static Path withoutClass(int lost, Path model, Path target) {
        ModelProto proto = OnnxModelReader.read(model).proto();
        Graph graph = Graph.of(proto.getGraph());
        GraphNode last = last(graph);
        TensorProto bias = graph.constant(last.input(2)).orElseThrow();
        float[] values = TensorValues.floats(bias);
        values[lost] = NEVER;
        graph.putInitializer(Tensors.floats(bias.getName(), values, values.length));
        return write(proto, graph, target);
    }

    /** Which adds a little noise to its answers, another at each run. */
    static Path withNoise(Path model, Path target) {
        ModelProto proto = OnnxModelReader.read(model).proto();
        Graph graph = Graph.of(proto.getGraph());
        GraphNode last = last(graph);
        String result = last.output(0);
        graph.renameOutput(last, 0, "quiet");
        graph.add(
                "RandomNormalLike",
                "noise",
                List.of("quiet"),
                List.of("noise"),
                List.of(Attributes.real("scale", 1e-3)));
        graph.add("Add", "noisy", List.of("quiet", "noise"), List.of(result), List.of());
        return write(proto, graph, target);
    }

    private static GraphNode last(Graph graph) {
        String result = graph.graphOutputs().iterator().next().getName();
        return graph.producer(result).orElseThrow();
    }

    private static Path write(ModelProto proto, Graph graph, Path target) {
        OnnxModelWriter.write(proto.toBuilder().setGraph(graph.toProto()).build(), target);
        return target;
    }
}
