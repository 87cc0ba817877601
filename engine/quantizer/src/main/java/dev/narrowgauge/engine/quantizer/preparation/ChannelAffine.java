package dev.narrowgauge.engine.quantizer.preparation;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** {@code factor[c] · x + offset[c]} for every channel c, which is what several operators with constants compute. */
record ChannelAffine(double[] factor, double[] offset) {

    /**
     * @param value the input that is x
     * @param dimensions of x, of which the second last or the second counts the channels as {@code axis} says
     */
    static Optional<ChannelAffine> of(
            Graph graph, GraphNode node, String value, int channels, int dimensions, int axis) {
        if (node.isStandard("BatchNormalization")) {
            return ofNormalization(graph, node).filter(affine -> affine.factor.length == channels);
        }
        if (!isArithmetic(node) || node.input(0).equals(node.input(1))) {
            return Optional.empty();
        }
        boolean isFirst = node.input(0).equals(value);
        Optional<double[]> constant = graph.constant(node.input(isFirst ? 1 : 0))
                .filter(tensor -> isPerChannel(tensor, channels, dimensions, axis))
                .map(tensor -> perChannel(tensor, channels));
        return constant.flatMap(numbers -> ofArithmetic(node.opType(), isFirst, numbers))
                .filter(ChannelAffine::isFinite);
    }

    /** What a BatchNormalization computes for inference. */
    static Optional<ChannelAffine> ofNormalization(Graph graph, GraphNode node) {
        boolean isInference = node.intAttribute("training_mode", 0) == 0
                && node.outputs().stream().filter(output -> !output.isEmpty()).count() == 1;
        double[][] constants = new double[4][];
        for (int i = 0; i < constants.length; i++) {
            Optional<TensorProto> constant = graph.constant(node.input(i + 1))
                    .filter(tensor -> tensor.getDataType() == ElementType.FLOAT.number());
            if (!isInference || constant.isEmpty()) {
                return Optional.empty();
            }
            constants[i] = perChannel(constant.get(), 0);
        }
        double epsilon = node.floatAttribute("epsilon", 1e-5f);
        double[] factor = new double[constants[0].length];
        double[] offset = new double[factor.length];
        for (int c = 0; c < factor.length; c++) {
            factor[c] = constants[0][c] / Math.sqrt(constants[3][c] + epsilon);
            offset[c] = constants[1][c] - constants[2][c] * factor[c];
        }
        return Optional.of(new ChannelAffine(factor, offset)).filter(ChannelAffine::isFinite);
    }

    private static boolean isArithmetic(GraphNode node) {
        return node.domain().isEmpty() && List.of("Mul", "Add", "Sub", "Div").contains(node.opType());
    }

    private static Optional<ChannelAffine> ofArithmetic(String opType, boolean isFirst, double[] constant) {
        double[] zeros = new double[constant.length];
        double[] ones = new double[constant.length];
        Arrays.fill(ones, 1);
        return switch (opType) {
            case "Mul" -> Optional.of(new ChannelAffine(constant, zeros));
            case "Add" -> Optional.of(new ChannelAffine(ones, constant));
            case "Sub" ->
                Optional.of(
                        isFirst
                                ? new ChannelAffine(ones, negated(constant))
                                : new ChannelAffine(negated(ones), constant));
            default -> isFirst ? Optional.of(new ChannelAffine(inverse(constant), zeros)) : Optional.empty();
        };
    }

    /** One number, or one for each channel with length 1 in every other dimension. */
    private static boolean isPerChannel(TensorProto constant, int channels, int dimensions, int axis) {
        List<Long> dims = constant.getDimsList();
        if (constant.getDataType() != ElementType.FLOAT.number() || dims.size() > dimensions) {
            return false;
        }
        int missing = dimensions - dims.size();
        for (int i = 0; i < dims.size(); i++) {
            boolean isChannel = i + missing == axis && dims.get(i) == channels;
            if (dims.get(i) != 1 && !isChannel) {
                return false;
            }
        }
        return true;
    }

    private static double[] perChannel(TensorProto constant, int channels) {
        float[] values = TensorValues.floats(constant);
        double[] numbers = new double[Math.max(values.length, channels)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = values[values.length == 1 ? 0 : i];
        }
        return numbers;
    }

    private static double[] negated(double[] values) {
        return Arrays.stream(values).map(value -> -value).toArray();
    }

    private static double[] inverse(double[] values) {
        return Arrays.stream(values).map(value -> 1 / value).toArray();
    }

    private boolean isFinite() {
        return Arrays.stream(factor).allMatch(Double::isFinite)
                && Arrays.stream(offset).allMatch(Double::isFinite);
    }
}
