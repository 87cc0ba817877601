package dev.narrowgauge.engine.quantizer.oracle;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;

import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.proto.TypeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One small model around one operator, which reads an image of 1×4×6×6: the model's input, or between convolutions and
 * products what a convolution computes. Beside it a branch without anything to quantize.
 */
final class CorpusModel {
    static final int CHANNELS = 4;
    static final int SIZE = 6;

    private final TinyModel tiny = new TinyModel(11);
    private final long opset;
    private final boolean between;
    private final String image;

    CorpusModel(long opset, boolean between) {
        this.opset = opset;
        this.between = between;
        String input = tiny.input("x", 1, CHANNELS, SIZE, SIZE);
        image = between ? tiny.conv(input, CHANNELS, CHANNELS) : input;
        String aside = tiny.input("aside", 1, SIZE);
        String shifted = tiny.node("Mul", List.of(tiny.node("Tanh", List.of(aside)), tiny.scalar(0.7f)));
        tiny.output(tiny.node("Exp", List.of(tiny.node("Neg", List.of(shifted)))));
    }

    long opset() {
        return opset;
    }

    boolean since(long first) {
        return opset >= first;
    }

    TinyModel tiny() {
        return tiny;
    }

    /** The image that the operator reads. */
    String x() {
        return image;
    }

    /** The image as a sequence of 6 steps with 4 rows of 6. */
    String sequence() {
        return node("Reshape", image, longs(SIZE, CHANNELS, SIZE));
    }

    /** The image as a matrix of 24×6. */
    String matrix() {
        return node("Reshape", image, longs(CHANNELS * SIZE, SIZE));
    }

    /** The image in values between 0 and 1. */
    String unit() {
        return node("Sigmoid", image);
    }

    /** The image in values above 1. */
    String aboveOne() {
        return node("Add", node("Exp", image), tiny.scalar(1.01f));
    }

    String truths() {
        return node("Greater", image, tiny.scalar(0));
    }

    /** The image as integers. */
    String integers(ElementType type) {
        return node("Cast", node("Mul", unit(), tiny.scalar(20)), integer("to", type.number()));
    }

    /** An input of the model, normally distributed. */
    String input(long... dims) {
        return tiny.input(tiny.graphName("f"), dims);
    }

    /** An input of the model: integers 0 and 1, truths, or the words of a text. */
    String input(ElementType type, long... dims) {
        return tiny.input(tiny.graphName("n"), type, dims);
    }

    String weights(long... dims) {
        return tiny.random(0.3, dims);
    }

    String longs(long... values) {
        return tiny.constant(values);
    }

    String scalar(float value) {
        return tiny.scalar(value);
    }

    String scalarLong(long value) {
        return tiny.constant(Tensors.int64(tiny.graphName("k"), new long[] {value}));
    }

    String constant(TensorProto tensor) {
        return tiny.constant(tensor.toBuilder().setName(tiny.graphName("k")).build());
    }

    String node(String opType, String input, AttributeProto... attributes) {
        return tiny.node(opType, List.of(input), attributes);
    }

    String node(String opType, String first, String second, AttributeProto... attributes) {
        return tiny.node(opType, List.of(first, second), attributes);
    }

    String node(String opType, List<String> inputs, AttributeProto... attributes) {
        return tiny.node(opType, inputs, attributes);
    }

    List<String> nodes(String opType, List<String> inputs, int results, AttributeProto... attributes) {
        List<String> outputs = new ArrayList<>();
        for (int i = 0; i < results; i++) {
            outputs.add(tiny.graphName("r"));
        }
        tiny.nodeTo(opType, inputs, outputs, attributes);
        return outputs;
    }

    /** The operator with what was an attribute before that opset, and is its next input from then on. */
    String moved(String opType, long since, String attribute, List<String> inputs, long... values) {
        if (!since(since)) {
            return node(opType, inputs, Attributes.integers(attribute, values));
        }
        List<String> all = new ArrayList<>(inputs);
        all.add(longs(values));
        return node(opType, all);
    }

    /** The result of the operator is an image again. */
    void image(String result) {
        tiny.output(between ? tiny.conv(result, CHANNELS, CHANNELS) : result);
    }

    /** The result of the operator has 6 columns. */
    void columns(String result) {
        tiny.output(between ? node("MatMul", result, weights(SIZE, 5)) : result);
    }

    /** The result of the operator is an output of the model. */
    void result(String result) {
        tiny.output(result);
    }

    void result(String result, ElementType type) {
        tiny.output(result, type);
    }

    GraphProto body(String name, List<String> inputs, List<String> outputs, NodeProto... nodes) {
        GraphProto.Builder graph = GraphProto.newBuilder().setName(name).addAllNode(Arrays.asList(nodes));
        inputs.forEach(input -> graph.addInput(typed(input)));
        outputs.forEach(output -> graph.addOutput(typed(output)));
        return graph.build();
    }

    /** A value of a body: a float of any shape, unless its name says integer ({@code i…}) or truth ({@code b…}). */
    private static ValueInfoProto typed(String name) {
        return switch (name.charAt(0)) {
            case 'i' -> TinyModel.value(name, ElementType.INT64);
            case 'b' -> TinyModel.value(name, ElementType.BOOL);
            default -> {
                TypeProto.Tensor any = TypeProto.Tensor.newBuilder()
                        .setElemType(ElementType.FLOAT.number())
                        .build();
                yield ValueInfoProto.newBuilder()
                        .setName(name)
                        .setType(TypeProto.newBuilder().setTensorType(any))
                        .build();
            }
        };
    }

    static NodeProto inner(String opType, List<String> inputs, String output, AttributeProto... attributes) {
        return NodeProto.newBuilder()
                .setName(output)
                .setOpType(opType)
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(List.of(attributes))
                .build();
    }

    ModelProto build() {
        return tiny.build(opset);
    }
}
