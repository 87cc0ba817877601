package dev.narrowgauge.engine.quantizer.isolation;

import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.graph.ElementTypes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.quantizer.QuantizationNodes;
import dev.narrowgauge.engine.quantizer.QuantizedTensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What several branches read: values of the float model in the variant's types, and the variant's constants. */
final class SharedValues {
    private final Graph probe;
    private final ElementTypes types;
    private final Set<String> floatValues;
    private final Set<String> writtenRounded;
    private final QuantizationNodes nodes;
    private final Map<String, String> constants = new HashMap<>();
    private final Map<String, String> codes = new HashMap<>();
    private final Map<String, String> casts = new HashMap<>();

    /**
     * @param probe the float model, to which nodes are added
     * @param floatValues what the float model is fed and computes
     * @param writtenRounded those of them that a quantized node writes in fewer bits
     */
    SharedValues(Graph probe, ElementTypes types, Set<String> floatValues, Set<String> writtenRounded) {
        this.probe = probe;
        this.types = types;
        this.floatValues = floatValues;
        this.writtenRounded = writtenRounded;
        this.nodes = new QuantizationNodes(probe);
    }

    boolean isFloatValue(String value) {
        return floatValues.contains(value);
    }

    boolean isFloat32(String value) {
        return types.isFloat32(value);
    }

    boolean isWrittenRounded(String value) {
        return writtenRounded.contains(value);
    }

    /** A constant of the variant, whatever the float model has under that name. */
    String constant(TensorProto tensor) {
        return constants.computeIfAbsent(tensor.getName(), name -> {
            String copy = probe.freshName("c");
            probe.putInitializer(tensor.toBuilder().setName(copy).build());
            return copy;
        });
    }

    /** The codes of a value of the float model. */
    String codes(QuantizedTensor tensor) {
        return codes.computeIfAbsent(tensor.floatName(), value -> nodes.quantize(value, tensor.parameters()));
    }

    /** The value that its codes stand for. */
    String rounded(QuantizedTensor tensor) {
        return dequantize(codes(tensor), tensor);
    }

    /** One for each reader: the runtime fuses a node only when it alone reads its inputs. */
    String dequantize(String name, QuantizedTensor tensor) {
        return nodes.dequantize(name, tensor.parameters());
    }

    String cast(String value, ElementType type) {
        return casts.computeIfAbsent(value + " as " + type, key -> {
            String result = probe.freshName("h");
            AttributeProto to = Attributes.integer("to", type.number());
            probe.add("Cast", probe.freshName("cast_"), List.of(value), List.of(result), List.of(to));
            return result;
        });
    }

    /** Those channels of a value, in that order. */
    String channels(String value, List<Long> which) {
        long[] indices = which.stream().mapToLong(Long::longValue).toArray();
        String constant = probe.freshName("c");
        probe.putInitializer(Tensors.int64(constant, indices, indices.length));
        String result = probe.freshName("channels");
        AttributeProto axis = Attributes.integer("axis", 1);
        probe.add("Gather", probe.freshName("channels_of_"), List.of(value, constant), List.of(result), List.of(axis));
        return result;
    }

    /** What the codes of a value would stand for, if it had those of that tensor. */
    String rounded(String value, QuantizedTensor tensor) {
        return dequantize(nodes.quantize(value, tensor.parameters()), tensor);
    }

    String difference(String value, String other) {
        String result = probe.freshName("noise");
        probe.add("Sub", probe.freshName("noise_of_"), List.of(value, other), List.of(result), List.of());
        return result;
    }

    /** The sum of the squares of a float value. */
    String squares(String value) {
        String result = probe.freshName("squares");
        AttributeProto scalar = Attributes.integer("keepdims", 0);
        probe.add("ReduceSumSquare", probe.freshName("squares_of_"), List.of(value), List.of(result), List.of(scalar));
        return result;
    }
}
