package dev.narrowgauge.engine.quantizer.oracle;

import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.OperatorSetIdProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.proto.TensorShapeProto;
import dev.narrowgauge.engine.onnx.proto.TypeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Builds small models node by node; every method that adds a value returns its name. */
final class TinyModel {
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("tiny");
    private final Random random;
    private int count;

    TinyModel(long seed) {
        random = new Random(seed);
    }

    String input(String name, long... dims) {
        graph.addInput(value(name, ElementType.FLOAT, dims));
        return name;
    }

    String input(String name, ElementType type, long... dims) {
        graph.addInput(value(name, type, dims));
        return name;
    }

    String constant(float[] values, long... dims) {
        return constant(Tensors.floats("k" + count++, values, dims));
    }

    String constant(long... values) {
        return constant(Tensors.int64("k" + count++, values, values.length));
    }

    String constant(TensorProto tensor) {
        graph.addInitializer(tensor);
        return tensor.getName();
    }

    String scalar(float value) {
        return constant(Tensors.floats("k" + count++, new float[] {value}));
    }

    String graphName(String stem) {
        return stem + count++;
    }

    /** A name for a constant that is made elsewhere. */
    String freshName() {
        return "k" + count++;
    }

    float[] normal(int size, double deviation) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        return values;
    }

    String random(double deviation, long... dims) {
        long size = 1;
        for (long dimension : dims) {
            size *= dimension;
        }
        return constant(normal((int) size, deviation), dims);
    }

    String node(String opType, List<String> inputs, AttributeProto... attributes) {
        String output = "v" + count++;
        nodeTo(opType, inputs, List.of(output), attributes);
        return output;
    }

    /** A node with several results. */
    List<String> nodes(String opType, int results, List<String> inputs, AttributeProto... attributes) {
        List<String> outputs =
                IntStream.range(0, results).mapToObj(i -> "v" + count++).toList();
        nodeTo(opType, inputs, outputs, attributes);
        return outputs;
    }

    void nodeTo(String opType, List<String> inputs, List<String> outputs, AttributeProto... attributes) {
        graph.addNode(NodeProto.newBuilder()
                .setName(opType + count++)
                .setOpType(opType)
                .addAllInput(inputs)
                .addAllOutput(outputs)
                .addAllAttribute(List.of(attributes)));
    }

    void nodeIn(String domain, String opType, List<String> inputs, List<String> outputs, AttributeProto... attributes) {
        graph.addNode(NodeProto.newBuilder()
                .setDomain(domain)
                .setName(opType + count++)
                .setOpType(opType)
                .addAllInput(inputs)
                .addAllOutput(outputs)
                .addAllAttribute(List.of(attributes)));
    }

    /** A 3×3 convolution that keeps the image size, with bias. */
    String conv(String input, int from, int to) {
        String weights = random(0.3, to, from, 3, 3);
        String bias = random(0.5, to);
        return node("Conv", List.of(input, weights, bias), Attributes.integers("pads", 1, 1, 1, 1));
    }

    String gemm(String input, int from, int to) {
        return node("Gemm", List.of(input, random(0.2, to, from), random(0.5, to)), Attributes.integer("transB", 1));
    }

    boolean isOutput(String name) {
        return graph.getOutputList().stream()
                .anyMatch(output -> output.getName().equals(name));
    }

    boolean isRead(String name) {
        return graph.getNodeList().stream().anyMatch(node -> node.getInputList().contains(name));
    }

    void output(String name) {
        output(name, ElementType.FLOAT);
    }

    void output(String name, ElementType type) {
        graph.addOutput(ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type.number()))));
    }

    ModelProto build(long opset) {
        return ModelProto.newBuilder()
                .setIrVersion(opset > 20 ? 10 : 8)
                .setGraph(graph)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset))
                .build();
    }

    ModelProto build() {
        return build(17);
    }

    /** A negative dimension may be of any size. */
    static ValueInfoProto value(String name, ElementType type, long... dims) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (long dimension : dims) {
            TensorShapeProto.Dimension.Builder dim = shape.addDimBuilder();
            if (dimension < 0) {
                dim.setDimParam("N");
            } else {
                dim.setDimValue(dimension);
            }
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.number())
                                .setShape(shape)))
                .build();
    }
}
