package dev.narrowgauge.engine.runtime.observe;

import dev.narrowgauge.domain.recipe.IntegerType;
import dev.narrowgauge.engine.onnx.graph.ElementTypes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The range of one activation that a graph quantizes: scale, zero point and type of a QuantizeLinear are constants, one for
 * the whole tensor.
 *
 * @param tensor that is quantized, of type float
 * @param scale step between two codes
 */
record QuantizedRange(String tensor, IntegerType type, float scale, long zeroPoint) {
    /** @param unseen how many activations are quantized otherwise */
    record Found(List<QuantizedRange> ranges, int unseen) {}

    /** Of the main graph, in the order in which they are computed. */
    static Found of(Graph graph) {
        ElementTypes types = ElementTypes.of(graph);
        List<QuantizedRange> ranges = new ArrayList<>();
        int unseen = 0;
        for (GraphNode node : graph.topologicalOrder()) {
            if (node.isStandard("DynamicQuantizeLinear")) {
                unseen++;
                continue;
            }
            boolean ofActivation = node.isStandard("QuantizeLinear")
                    && graph.constant(node.input(0)).isEmpty();
            if (!ofActivation) {
                continue;
            }
            Optional<QuantizedRange> range = of(graph, types, node);
            range.ifPresent(ranges::add);
            unseen += range.isPresent() ? 0 : 1;
        }
        return new Found(ranges, unseen);
    }

    private static Optional<QuantizedRange> of(Graph graph, ElementTypes types, GraphNode node) {
        Optional<TensorProto> scale = graph.constant(node.input(1)).filter(QuantizedRange::isOne);
        Optional<TensorProto> zero = graph.constant(node.input(2)).filter(QuantizedRange::isOne);
        boolean known = types.of(node.input(0)) == ElementType.FLOAT
                && scale.isPresent()
                && (zero.isPresent() || node.input(2).isEmpty());
        if (!known) {
            return Optional.empty();
        }
        // As ONNX says of a node without a zero point, unless an attribute of newer versions names another type.
        ElementType codes = zero.map(TensorValues::elementType)
                .orElseGet(() -> types.of(node.output(0)) == ElementType.UNDEFINED
                        ? ElementType.UINT8
                        : types.of(node.output(0)));
        return integer(codes)
                .map(type -> new QuantizedRange(
                        node.input(0),
                        type,
                        TensorValues.floats(scale.get())[0],
                        zero.map(value -> TensorValues.longs(value)[0]).orElse(0L)));
    }

    private static boolean isOne(TensorProto tensor) {
        return TensorValues.elementCount(tensor) == 1;
    }

    private static Optional<IntegerType> integer(ElementType codes) {
        return switch (codes) {
            case UINT8 -> Optional.of(IntegerType.UINT8);
            case INT8 -> Optional.of(IntegerType.INT8);
            case UINT16 -> Optional.of(IntegerType.UINT16);
            case INT16 -> Optional.of(IntegerType.INT16);
            default -> Optional.empty();
        };
    }

    double low() {
        return (type.minimum() - zeroPoint) * (double) scale;
    }

    double high() {
        return (type.maximum() - zeroPoint) * (double) scale;
    }
}
