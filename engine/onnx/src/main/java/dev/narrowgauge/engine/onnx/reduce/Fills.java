package dev.narrowgauge.engine.onnx.reduce;

import com.google.protobuf.ByteString;
import dev.narrowgauge.engine.onnx.graph.Subgraphs;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Writes one number over all values of a weight or an input: what a fault does not need nobody has to read, or to know. */
final class Fills {
    /** Those of weights. Wider integers are lengths and places most often. */
    private static final Set<ElementType> TYPES = EnumSet.of(
            ElementType.FLOAT,
            ElementType.DOUBLE,
            ElementType.FLOAT16,
            ElementType.BFLOAT16,
            ElementType.INT8,
            ElementType.UINT8);

    /** What weights and inputs become. */
    enum Number {
        ZERO,
        ONE;

        private ByteBuffer as(ElementType type) {
            ByteBuffer bytes = ByteBuffer.allocate(type.bits() / Byte.SIZE).order(ByteOrder.LITTLE_ENDIAN);
            if (this == ONE) {
                switch (type) {
                    case FLOAT -> bytes.putFloat(1);
                    case DOUBLE -> bytes.putDouble(1);
                    case FLOAT16 -> bytes.putShort(Float.floatToFloat16(1));
                    case BFLOAT16 -> bytes.putShort((short) (Float.floatToIntBits(1) >> Short.SIZE));
                    default -> bytes.put((byte) 1);
                }
            }
            return bytes.rewind();
        }
    }

    private Fills() {}

    /** The names of weights, also in branches and bodies, and inputs that are not all zero, or all one. */
    static List<String> of(FaultyModel model) {
        List<TensorProto> weights = new ArrayList<>();
        Subgraphs.visitGraphs(model.model().getGraph(), graph -> weights.addAll(graph.getInitializerList()));
        Stream<TensorProto> inputs = model.samples().each().stream().flatMap(sample -> sample.values().stream());
        return Stream.concat(weights.stream(), inputs)
                .filter(Fills::isNotPlain)
                .map(TensorProto::getName)
                .distinct()
                .toList();
    }

    private static boolean isNotPlain(TensorProto tensor) {
        if (Damage.isIn(tensor) || !TYPES.contains(TensorValues.elementType(tensor))) {
            return false;
        }
        float[] values = TensorValues.floats(tensor);
        boolean plain = values.length == 0 || values[0] == 0 || values[0] == 1;
        for (float value : values) {
            plain &= value == values[0];
        }
        return !plain;
    }

    static FaultyModel filled(FaultyModel model, Collection<String> names, Number number) {
        Set<String> filled = Set.copyOf(names);
        UnaryOperator<TensorProto> fill = tensor -> filled.contains(tensor.getName()) ? filled(tensor, number) : tensor;
        return model.withGraph(filled(model.model().getGraph(), fill))
                .withSamples(model.samples().changed(fill));
    }

    private static GraphProto filled(GraphProto graph, UnaryOperator<TensorProto> fill) {
        GraphProto.Builder changed = graph.toBuilder().clearInitializer().clearNode();
        graph.getInitializerList().stream().map(fill).forEach(changed::addInitializer);
        for (NodeProto node : graph.getNodeList()) {
            changed.addNode(Subgraphs.changed(node, inner -> filled(inner, fill)));
        }
        return changed.build();
    }

    private static TensorProto filled(TensorProto tensor, Number number) {
        ElementType type = TensorValues.elementType(tensor);
        long elements = TensorValues.elementCount(tensor);
        ByteBuffer values = ByteBuffer.allocate(Math.toIntExact(type.byteCount(elements)));
        ByteBuffer one = number.as(type);
        while (values.hasRemaining()) {
            values.put(one.duplicate());
        }
        long[] dims = tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
        return Tensors.raw(tensor.getName(), type, ByteString.copyFrom(values.flip()), dims);
    }
}
