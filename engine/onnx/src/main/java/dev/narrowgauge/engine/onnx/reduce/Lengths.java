package dev.narrowgauge.engine.onnx.reduce;

import com.google.protobuf.ByteString;
import dev.narrowgauge.engine.onnx.graph.Subgraphs;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.proto.TensorShapeProto;
import dev.narrowgauge.engine.onnx.proto.TypeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes a model narrower: every dimension of one length, in weights, inputs and samples, gets a shorter one, and what lay
 * beyond it is cut off. Dimensions that belong together have one length; where others happen to have it, too, the shorter
 * model may be none, and then it shows no fault.
 */
final class Lengths {
    /** Attributes that hold lengths. */
    private static final Set<String> ATTRIBUTES =
            Set.of("group", "hidden_size", "kernel_shape", "num_heads", "split", "value_int", "value_ints", "shape");

    private Lengths() {}

    /** The lengths above one that the model has, the longest first. */
    static List<Long> of(FaultyModel model) {
        Set<Long> lengths = new TreeSet<>(Comparator.reverseOrder());
        Subgraphs.visitGraphs(model.model().getGraph(), graph -> {
            graph.getInitializerList().forEach(tensor -> lengths.addAll(tensor.getDimsList()));
            graph.getInputList()
                    .forEach(input -> input.getType()
                            .getTensorType()
                            .getShape()
                            .getDimList()
                            .forEach(dim -> lengths.add(dim.getDimValue())));
        });
        model.samples().each().stream()
                .limit(1)
                .forEach(sample -> sample.values().forEach(tensor -> lengths.addAll(tensor.getDimsList())));
        lengths.removeIf(length -> length <= 1);
        return List.copyOf(lengths);
    }

    static FaultyModel shortened(FaultyModel model, long from, long to) {
        return model.withGraph(shortened(model.model().getGraph(), from, to))
                .withSamples(model.samples().changed(tensor -> shortened(tensor, from, to)));
    }

    private static GraphProto shortened(GraphProto graph, long from, long to) {
        GraphProto.Builder changed = graph.toBuilder()
                .clearValueInfo()
                .clearNode()
                .clearInput()
                .clearOutput()
                .clearInitializer();
        graph.getNodeList()
                .forEach(node -> changed.addNode(
                        shortened(Subgraphs.changed(node, inner -> shortened(inner, from, to)), from, to)));
        graph.getInputList().forEach(input -> changed.addInput(shortened(input, from, to)));
        graph.getOutputList().forEach(output -> changed.addOutput(ofAnyLengths(output)));
        graph.getInitializerList()
                .forEach(tensor -> changed.addInitializer(
                        Damage.isIn(tensor) ? tensor : shortened(numbers(tensor, from, to), from, to)));
        return changed.build();
    }

    private static NodeProto shortened(NodeProto node, long from, long to) {
        NodeProto.Builder changed = node.toBuilder();
        for (AttributeProto.Builder attribute : changed.getAttributeBuilderList()) {
            if (!ATTRIBUTES.contains(attribute.getName())) {
                continue;
            }
            if (attribute.getI() == from) {
                attribute.setI(to);
            }
            for (int i = 0; i < attribute.getIntsCount(); i++) {
                attribute.setInts(i, attribute.getInts(i) == from ? to : attribute.getInts(i));
            }
        }
        return changed.build();
    }

    private static ValueInfoProto shortened(ValueInfoProto input, long from, long to) {
        ValueInfoProto.Builder changed = input.toBuilder();
        if (input.getType().hasTensorType()) {
            for (TensorShapeProto.Dimension.Builder dim : changed.getTypeBuilder()
                    .getTensorTypeBuilder()
                    .getShapeBuilder()
                    .getDimBuilderList()) {
                if (dim.getDimValue() == from) {
                    dim.setDimValue(to);
                }
            }
        }
        return changed.build();
    }

    private static ValueInfoProto ofAnyLengths(ValueInfoProto output) {
        TypeProto.Tensor type = output.getType().getTensorType();
        if (!type.hasShape()) {
            return output;
        }
        ValueInfoProto.Builder changed = output.toBuilder();
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        type.getShape().getDimList().forEach(_ -> shape.addDim(TensorShapeProto.Dimension.getDefaultInstance()));
        changed.getTypeBuilder().getTensorTypeBuilder().setShape(shape);
        return changed.build();
    }

    /** Constants that Reshape and its kin read as lengths. */
    private static TensorProto numbers(TensorProto tensor, long from, long to) {
        if (tensor.getDataType() != ElementType.INT64.number() || tensor.getDimsCount() > 1) {
            return tensor;
        }
        long[] values = TensorValues.longs(tensor);
        boolean any = false;
        for (int i = 0; i < values.length; i++) {
            any |= values[i] == from;
            values[i] = values[i] == from ? to : values[i];
        }
        long[] dims = tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
        return any ? Tensors.int64(tensor.getName(), values, dims) : tensor;
    }

    private static TensorProto shortened(TensorProto tensor, long from, long to) {
        boolean packed = TensorValues.elementType(tensor).bits() < Byte.SIZE;
        if (packed || !tensor.getDimsList().contains(from)) {
            return tensor;
        }
        long[] before = tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
        long[] after = before.clone();
        for (int axis = 0; axis < after.length; axis++) {
            after[axis] = after[axis] == from ? to : after[axis];
        }
        return beginning(tensor, before, after);
    }

    /** What stands at the beginning of every axis. */
    private static TensorProto beginning(TensorProto tensor, long[] before, long[] after) {
        ElementType type = TensorValues.elementType(tensor);
        ByteBuffer values = TensorValues.bytes(tensor);
        int width = type.bits() / Byte.SIZE;
        int row = Math.toIntExact(after[after.length - 1] * width);
        ByteBuffer kept = ByteBuffer.allocate(Math.toIntExact(product(after) * width));
        long[] index = new long[after.length];
        while (kept.hasRemaining()) {
            long place = 0;
            for (int axis = 0; axis < index.length; axis++) {
                place = place * before[axis] + index[axis];
            }
            kept.put(kept.position(), values, Math.toIntExact(place * width), row)
                    .position(kept.position() + row);
            for (int axis = index.length - 2; axis >= 0 && ++index[axis] == after[axis]; axis--) {
                index[axis] = 0;
            }
        }
        return Tensors.raw(tensor.getName(), type, ByteString.copyFrom(kept.flip()), after);
    }

    private static long product(long[] dims) {
        long product = 1;
        for (long dim : dims) {
            product = Math.multiplyExact(product, dim);
        }
        return product;
    }
}
