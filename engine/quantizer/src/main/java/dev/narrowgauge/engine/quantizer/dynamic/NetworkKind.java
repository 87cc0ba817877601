package dev.narrowgauge.engine.quantizer.dynamic;

import dev.narrowgauge.engine.onnx.graph.FlatModel;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.util.Collection;
import java.util.Set;

/** What a network mostly does, as far as it matters to the choice between static and dynamic quantization. */
public enum NetworkKind {
    /** Multiplies activations with activations. */
    ATTENTION,
    /** Has LSTM, GRU or RNN layers, whose integer kernels are dynamic only. */
    RECURRENT,
    /** Has convolutions, whose dynamic kernels are slower than float. */
    CONVOLUTIONAL,
    /** Multiplies with weights, and nothing else that decides. */
    DENSE;

    private static final Set<String> RECURRENT_LAYERS = Set.of("LSTM", "GRU", "RNN");

    public static NetworkKind of(ModelProto model) {
        Graph graph = Graph.of(FlatModel.of(model).graph());
        Collection<GraphNode> nodes = graph.nodes();
        if (nodes.stream().anyMatch(node -> isAttention(node, graph))) {
            return ATTENTION;
        }
        if (nodes.stream().anyMatch(node -> RECURRENT_LAYERS.contains(node.opType()))) {
            return RECURRENT;
        }
        return nodes.stream().anyMatch(node -> node.opType().startsWith("Conv")) ? CONVOLUTIONAL : DENSE;
    }

    private static boolean isAttention(GraphNode node, Graph graph) {
        return node.opType().endsWith("Attention")
                || node.isStandard("MatMul")
                        && node.inputs().stream()
                                .allMatch(input -> graph.constant(input).isEmpty());
    }
}
