package dev.narrowgauge.checks.zoo;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;
import static dev.narrowgauge.engine.onnx.graph.Attributes.integers;
import static dev.narrowgauge.engine.onnx.graph.Attributes.real;

import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import java.util.ArrayList;
import java.util.List;

/** The layers of which published networks of images, tables and tokens are made, as exporters write them. */
public final class Layers {
    private static final double BATCH_NORM_SPREAD = 0.2;

    private final NetworkBuilder network;

    public Layers(NetworkBuilder network) {
        this.network = network;
    }

    /** A convolution with bias that keeps the image's size up to its stride; groups divide both channel counts. */
    public String conv(String input, int from, int to, int kernel, int stride, int groups) {
        double deviation = Math.sqrt(2.0 / ((double) from / groups * kernel * kernel));
        String weights = network.normal(0, deviation, to, from / groups, kernel, kernel);
        return network.node(
                "Conv", List.of(input, weights, network.normal(0, 0.1, to)), window(kernel, stride, groups));
    }

    public String conv(String input, int from, int to, int kernel, int stride) {
        return conv(input, from, to, kernel, stride, 1);
    }

    /** A convolution without bias and the normalization that training leaves behind it. */
    public String convNorm(String input, int from, int to, int kernel, int stride, int groups) {
        double deviation = Math.sqrt(2.0 / ((double) from / groups * kernel * kernel));
        String weights = network.normal(0, deviation, to, from / groups, kernel, kernel);
        return batchNorm(network.node("Conv", List.of(input, weights), window(kernel, stride, groups)), to);
    }

    public String convNormRelu(String input, int from, int to, int kernel, int stride) {
        return relu(convNorm(input, from, to, kernel, stride, 1));
    }

    public String batchNorm(String input, int channels) {
        return network.node(
                "BatchNormalization",
                List.of(
                        input,
                        network.normal(1, BATCH_NORM_SPREAD, channels),
                        network.normal(0, BATCH_NORM_SPREAD, channels),
                        network.normal(0, BATCH_NORM_SPREAD, channels),
                        network.uniform(0.6, 1.6, channels)));
    }

    public String relu(String input) {
        return network.node("Relu", List.of(input));
    }

    public String hardSwish(String input) {
        return network.node("HardSwish", List.of(input));
    }

    /** x · sigmoid(x). */
    public String swish(String input) {
        return multiply(input, network.node("Sigmoid", List.of(input)));
    }

    /** By its definition, as exporters before opset 20 write it. */
    public String gelu(String input) {
        String scaled = network.node("Div", List.of(input, network.scalar((float) Math.sqrt(2))));
        String shifted = network.node("Add", List.of(network.node("Erf", List.of(scaled)), network.scalar(1)));
        return multiply(multiply(input, shifted), network.scalar(0.5f));
    }

    public String add(String first, String second) {
        return network.node("Add", List.of(first, second));
    }

    public String multiply(String first, String second) {
        return network.node("Mul", List.of(first, second));
    }

    public String concat(int axis, String... values) {
        return network.node("Concat", List.of(values), integer("axis", axis));
    }

    public String maxPool(String input, int kernel, int stride) {
        return network.node("MaxPool", List.of(input), poolWindow(kernel, stride));
    }

    public String averagePool(String input, int kernel, int stride) {
        return network.node("AveragePool", List.of(input), poolWindow(kernel, stride));
    }

    /** Mean over the image, one value a channel. */
    public String pooled(String input) {
        return network.node("Flatten", List.of(network.node("GlobalAveragePool", List.of(input))), integer("axis", 1));
    }

    /** Squeeze and excite (Hu et al. 2018) with the hard gate of MobileNetV3. */
    public String squeezeExcite(String input, int channels, int narrow) {
        String mean = network.node("GlobalAveragePool", List.of(input));
        String squeezed = relu(conv(mean, channels, narrow, 1, 1));
        String gate = network.node(
                "HardSigmoid",
                List.of(conv(squeezed, narrow, channels, 1, 1)),
                real("alpha", 1 / 6f),
                real("beta", 0.5f));
        return multiply(input, gate);
    }

    /** Mixes the channels of two groups, as ShuffleNet does (Ma et al. 2018). */
    public String shuffle(String input, int channels, int side) {
        String split = reshape(input, 0, 2, channels / 2, side, side);
        String swapped = network.node("Transpose", List.of(split), integers("perm", 0, 2, 1, 3, 4));
        return reshape(swapped, 0, channels, side, side);
    }

    public String reshape(String input, long... dims) {
        return network.node("Reshape", List.of(input, network.longs(dims)));
    }

    public String transpose(String input, long... order) {
        return network.node("Transpose", List.of(input), integers("perm", order));
    }

    /** A Gemm over rank two. */
    public String gemm(String input, int from, int to) {
        String weights = network.normal(0, Math.sqrt(2.0 / from), to, from);
        return network.node("Gemm", List.of(input, weights, network.normal(0, 0.1, to)), integer("transB", 1));
    }

    /** A MatMul over the last axis and its bias, as exporters write a dense layer of any rank. */
    public String dense(String input, int from, int to) {
        String product = network.node("MatMul", List.of(input, network.normal(0, Math.sqrt(1.0 / from), from, to)));
        return add(product, network.normal(0, 0.1, to));
    }

    /** Over the last axis, by its definition. */
    public String layerNormByParts(String input, int width) {
        AttributeProto lastAxis = integers("axes", -1);
        String centred = network.node("Sub", List.of(input, network.node("ReduceMean", List.of(input), lastAxis)));
        String variance =
                network.node("ReduceMean", List.of(network.node("Pow", List.of(centred, network.scalar(2)))), lastAxis);
        String deviation = network.node("Sqrt", List.of(network.node("Add", List.of(variance, network.scalar(1e-5f)))));
        String scaled = multiply(network.node("Div", List.of(centred, deviation)), network.normal(1, 0.2, width));
        return add(scaled, network.normal(0, 0.2, width));
    }

    /** Over the last axis, as one operator. */
    public String layerNorm(String input, int width) {
        return network.node(
                "LayerNormalization",
                List.of(input, network.normal(1, 0.2, width), network.normal(0, 0.2, width)),
                integer("axis", -1));
    }

    /** Self-attention with several heads over values of shape batch × length × width, its output projection included. */
    public String attention(String input, int length, int width, int heads) {
        int each = width / heads;
        List<String> parts = new ArrayList<>();
        for (int part = 0; part < 3; part++) {
            boolean key = part == 1;
            String split = reshape(dense(input, width, width), 0, length, heads, each);
            parts.add(key ? transpose(split, 0, 2, 3, 1) : transpose(split, 0, 2, 1, 3));
        }
        String scores = multiply(network.node("MatMul", List.of(parts.get(0), parts.get(1))), network.scalar((float)
                (1 / Math.sqrt(each))));
        String weights = network.node("Softmax", List.of(scores), integer("axis", -1));
        String mixed = transpose(network.node("MatMul", List.of(weights, parts.get(2))), 0, 2, 1, 3);
        return dense(reshape(mixed, 0, length, width), width, width);
    }

    private static AttributeProto[] window(int kernel, int stride, int groups) {
        int before = (kernel - 1) / 2;
        return new AttributeProto[] {
            integers("kernel_shape", kernel, kernel),
            integers("strides", stride, stride),
            integers("pads", before, before, before, before),
            integer("group", groups)
        };
    }

    private static AttributeProto[] poolWindow(int kernel, int stride) {
        int before = (kernel - 1) / 2;
        return new AttributeProto[] {
            integers("kernel_shape", kernel, kernel),
            integers("strides", stride, stride),
            integers("pads", before, before, before, before)
        };
    }
}
