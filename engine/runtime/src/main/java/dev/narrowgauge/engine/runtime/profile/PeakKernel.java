package dev.narrowgauge.engine.runtime.profile;

import com.google.protobuf.ByteString;
import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.OperatorSetIdProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.proto.TensorShapeProto;
import dev.narrowgauge.engine.onnx.proto.TypeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.util.List;

/**
 * Models of nothing but one kernel, large enough to fill a machine. Their weights and inputs are zero: no kernel looks at what
 * it multiplies. Those of integers are written as ONNX Runtime writes them after fusion, so that no fusion has to succeed.
 *
 * @param model with all inputs of one shape and type
 * @param inputs their names
 * @param work multiplications with additions of one run, or bytes that it reads and writes
 */
record PeakKernel(ModelProto model, List<String> inputs, ElementType type, List<Long> dims, double work) {
    private static final long ROWS = 256;
    private static final long DEPTH = 512;
    private static final long COLUMNS = 512;

    private static final long CHANNELS = 64;
    private static final long EDGE = 56;
    private static final long KERNEL = 3;
    /** As many in a row, so that what brings values into a kernel's order and back hardly counts. */
    private static final int LAYERS = 4;

    /** Of each of the three values, beyond most caches. */
    private static final long BYTES = 32L << 20;

    /** Two that are read and one that is written. */
    private static final int VALUES = 3;

    PeakKernel {
        inputs = List.copyOf(inputs);
        dims = List.copyOf(dims);
    }

    /** The product of a matrix and constant weights. */
    static PeakKernel matrixProduct(ElementType type) {
        GraphProto.Builder graph = GraphProto.newBuilder().setName("peak");
        List<Long> dims = List.of(ROWS, DEPTH);
        ElementType weights = type == ElementType.UINT8 ? ElementType.INT8 : type;
        graph.addInitializer(zeros("w", weights, DEPTH, COLUMNS));
        if (type == ElementType.UINT8) {
            addIntegers(graph);
            graph.addNode(node("QLinearMatMul", "y", List.of("x", "s", "zx", "w", "s", "zw", "s", "zx")));
        } else {
            graph.addNode(node("MatMul", "y", List.of("x", "w")));
        }
        graph.addInput(value("x", type, dims)).addOutput(value("y", type, List.of(ROWS, COLUMNS)));
        return new PeakKernel(model(graph), List.of("x"), type, dims, (double) ROWS * DEPTH * COLUMNS);
    }

    /** Convolutions of 3 x 3, one after the other. */
    static PeakKernel convolutions(ElementType type) {
        GraphProto.Builder graph = GraphProto.newBuilder().setName("peak");
        List<Long> dims = List.of(1L, CHANNELS, EDGE, EDGE);
        ElementType weights = type == ElementType.UINT8 ? ElementType.INT8 : type;
        graph.addInitializer(zeros("w", weights, CHANNELS, CHANNELS, KERNEL, KERNEL));
        if (type == ElementType.UINT8) {
            addIntegers(graph);
        }
        String value = "x";
        for (int layer = 1; layer <= LAYERS; layer++) {
            String result = layer == LAYERS ? "y" : "x" + layer;
            NodeProto.Builder node = type == ElementType.UINT8
                    ? node("QLinearConv", result, List.of(value, "s", "zx", "w", "s", "zw", "s", "zx"))
                    : node("Conv", result, List.of(value, "w"));
            graph.addNode(node.addAttribute(Attributes.integers("pads", 1, 1, 1, 1)));
            value = result;
        }
        graph.addInput(value("x", type, dims)).addOutput(value("y", type, dims));
        double each = (double) CHANNELS * EDGE * EDGE * CHANNELS * KERNEL * KERNEL;
        return new PeakKernel(model(graph), List.of("x"), type, dims, LAYERS * each);
    }

    /** The sum of two values that no cache holds. */
    static PeakKernel addition(ElementType type) {
        GraphProto.Builder graph = GraphProto.newBuilder().setName("peak");
        List<Long> dims = List.of(BYTES * Byte.SIZE / type.bits());
        if (type == ElementType.UINT8) {
            addIntegers(graph);
            graph.addNode(node("QLinearAdd", "y", List.of("a", "s", "zx", "b", "s", "zx", "s", "zx"))
                    .setDomain("com.microsoft"));
        } else {
            graph.addNode(node("Add", "y", List.of("a", "b")));
        }
        graph.addInput(value("a", type, dims)).addInput(value("b", type, dims)).addOutput(value("y", type, dims));
        return new PeakKernel(model(graph), List.of("a", "b"), type, dims, (double) VALUES * BYTES);
    }

    private static void addIntegers(GraphProto.Builder graph) {
        graph.addInitializer(Tensors.floats("s", new float[] {0.01f}));
        graph.addInitializer(zeros("zx", ElementType.UINT8));
        graph.addInitializer(zeros("zw", ElementType.INT8));
    }

    private static NodeProto.Builder node(String operator, String result, List<String> inputs) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .setName(result)
                .addAllInput(inputs)
                .addOutput(result);
    }

    private static TensorProto zeros(String name, ElementType type, long... dims) {
        long elements = 1;
        for (long dim : dims) {
            elements *= dim;
        }
        return Tensors.raw(name, type, ByteString.copyFrom(new byte[Math.toIntExact(type.byteCount(elements))]), dims);
    }

    private static ModelProto model(GraphProto.Builder graph) {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .setGraph(graph)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17))
                .addOpsetImport(OperatorSetIdProto.newBuilder()
                        .setDomain("com.microsoft")
                        .setVersion(1))
                .build();
    }

    private static ValueInfoProto value(String name, ElementType type, List<Long> dims) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        dims.forEach(dim -> shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dim)));
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.number())
                                .setShape(shape)))
                .build();
    }
}
