package dev.narrowgauge.engine.onnx.graph;

import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The weights that a file stores for its nodes that multiply, by the type of their elements: what is read directly, or through
 * nodes that dequantize, cast or move it.
 */
public final class StoredWeights {
    /** Places of the inputs that may hold weights. */
    private static final Map<String, List<Integer>> PLACES = Map.ofEntries(
            Map.entry("Conv", List.of(1)),
            Map.entry("ConvTranspose", List.of(1)),
            Map.entry("ConvInteger", List.of(1)),
            Map.entry("FusedConv", List.of(1)),
            Map.entry("QLinearConv", List.of(3)),
            Map.entry("MatMul", List.of(0, 1)),
            Map.entry("FusedMatMul", List.of(0, 1)),
            Map.entry("MatMulInteger", List.of(0, 1)),
            Map.entry("MatMulIntegerToFloat", List.of(0, 1)),
            Map.entry("DynamicQuantizeMatMul", List.of(1)),
            Map.entry("MatMulNBits", List.of(1)),
            Map.entry("QLinearMatMul", List.of(0, 3)),
            Map.entry("Gemm", List.of(0, 1)),
            Map.entry("FusedGemm", List.of(0, 1)),
            Map.entry("QGemm", List.of(0, 3)),
            Map.entry("LSTM", List.of(1, 2)),
            Map.entry("GRU", List.of(1, 2)),
            Map.entry("RNN", List.of(1, 2)),
            Map.entry("DynamicQuantizeLSTM", List.of(1, 2)),
            Map.entry("Attention", List.of(1)),
            Map.entry("QAttention", List.of(1)));

    private static final Set<String> PASSED = Set.of(
            "DequantizeLinear", "QuantizeLinear", "Cast", "Identity", "Transpose", "Reshape", "Squeeze", "Unsqueeze");

    private StoredWeights() {}

    /** How many there are of each type, as ONNX names types; a tensor that several nodes read counts once. */
    public static Map<String, Long> of(ModelProto model) {
        Graph graph = Graph.of(FlatModel.of(model).graph());
        Map<String, Long> values = new TreeMap<>();
        Set<String> counted = new HashSet<>();
        for (GraphNode node : graph.nodes()) {
            for (int place : PLACES.getOrDefault(node.opType(), List.of())) {
                stored(node.input(place), graph)
                        .filter(stored -> counted.add(stored.name()))
                        .map(Stored::tensor)
                        .ifPresent(tensor -> values.merge(type(tensor), elements(tensor), Long::sum));
            }
        }
        return values;
    }

    private static Optional<Stored> stored(String value, Graph graph) {
        String name = value;
        Optional<GraphNode> producer = graph.producer(name);
        while (producer.isPresent() && PASSED.contains(producer.get().opType())) {
            name = producer.get().input(0);
            producer = graph.producer(name);
        }
        String stored = name;
        return producer.filter(node -> node.isStandard("Constant") && node.hasAttribute("value"))
                .map(node -> node.attribute("value").getT())
                .or(() -> graph.constant(stored))
                .map(tensor -> new Stored(stored, tensor));
    }

    /** @param name of its value: the tensor of a node need not have one */
    private record Stored(String name, TensorProto tensor) {}

    private static String type(TensorProto tensor) {
        return ElementType.ofNumber(tensor.getDataType())
                .orElse(ElementType.UNDEFINED)
                .lowerCaseName();
    }

    private static long elements(TensorProto tensor) {
        return tensor.getDimsList().stream().reduce(1L, Math::multiplyExact);
    }
}
