package dev.narrowgauge.engine.quantizer.qoperator;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.List;
import java.util.Optional;

/** Finds the codes around a float node: those its inputs come from, and those its result becomes. */
final class QdqNeighbours {
    private final Graph graph;

    QdqNeighbours(Graph graph) {
        this.graph = graph;
    }

    /** What a DequantizeLinear turned into that value, if one did, with 8 bits for the integer operators to read. */
    Optional<Codes> before(String value) {
        return graph.producer(value)
                .filter(node -> node.isStandard("DequantizeLinear"))
                .map(QdqNeighbours::codes)
                .filter(codes -> isByte(codes.zeroPoint()));
    }

    /** The int32 codes of a bias; the operators know their scale, the product of the others. */
    Optional<String> biasBefore(String value) {
        return graph.producer(value)
                .filter(node -> node.isStandard("DequantizeLinear"))
                .map(node -> node.input(0))
                .filter(codes -> graph.constant(codes)
                        .filter(tensor -> tensor.getDataType() == ElementType.INT32.number())
                        .isPresent());
    }

    /**
     * The QuantizeLinear that alone reads the value, perhaps after a Relu or Clip that cuts nothing off which the codes can
     * stand for.
     */
    Optional<GraphNode> quantizer(String value) {
        List<GraphNode> readers = graph.consumers(value);
        if (graph.isGraphOutput(value) || readers.size() != 1) {
            return Optional.empty();
        }
        GraphNode reader = readers.getFirst();
        if (reader.isStandard("QuantizeLinear")) {
            return Optional.of(reader).filter(node -> isByte(node.input(2)));
        }
        if (!reader.isStandard("Relu") && !reader.isStandard("Clip")
                || !reader.input(0).equals(value)) {
            return Optional.empty();
        }
        return quantizer(reader.output(0)).filter(node -> cutsNothing(reader, node));
    }

    static Codes codes(GraphNode conversion) {
        return new Codes(conversion.input(0), conversion.input(1), conversion.input(2));
    }

    boolean sameParameters(Codes one, Codes other) {
        return sameConstant(one.scale(), other.scale()) && sameConstant(one.zeroPoint(), other.zeroPoint());
    }

    private boolean sameConstant(String one, String other) {
        return one.equals(other)
                || graph.constant(one)
                        .map(tensor -> tensor.toBuilder().clearName().build())
                        .equals(graph.constant(other)
                                .map(tensor -> tensor.toBuilder().clearName().build()));
    }

    private boolean isByte(String zeroPoint) {
        return graph.constant(zeroPoint).map(QdqNeighbours::isByte).orElse(false);
    }

    private static boolean isByte(TensorProto tensor) {
        return tensor.getDataType() == ElementType.UINT8.number() || tensor.getDataType() == ElementType.INT8.number();
    }

    private boolean cutsNothing(GraphNode cut, GraphNode quantizer) {
        Optional<TensorProto> zeroPoint = graph.constant(quantizer.input(2));
        Optional<TensorProto> scale = graph.constant(quantizer.input(1));
        if (zeroPoint.isEmpty() || scale.isEmpty() || TensorValues.elementCount(scale.get()) != 1) {
            return false;
        }
        boolean signed = zeroPoint.get().getDataType() == ElementType.INT8.number();
        byte stored = TensorValues.bytes(zeroPoint.get()).get(0);
        int zero = signed ? stored : Byte.toUnsignedInt(stored);
        float step = TensorValues.floats(scale.get())[0];
        float low = ((signed ? Byte.MIN_VALUE : 0) - zero) * step;
        float high = ((signed ? Byte.MAX_VALUE : 255) - zero) * step;
        return cut.isStandard("Relu")
                ? low >= 0
                : bound(cut, 1, "min", -Float.MAX_VALUE) <= low && bound(cut, 2, "max", Float.MAX_VALUE) >= high;
    }

    /** NaN, which compares as false, where a bound is computed. */
    private float bound(GraphNode cut, int input, String attribute, float absent) {
        if (cut.hasAttribute(attribute)) {
            return cut.floatAttribute(attribute, absent);
        }
        if (cut.input(input).isEmpty()) {
            return absent;
        }
        return graph.constant(cut.input(input))
                .map(tensor -> TensorValues.floats(tensor)[0])
                .orElse(Float.NaN);
    }
}
