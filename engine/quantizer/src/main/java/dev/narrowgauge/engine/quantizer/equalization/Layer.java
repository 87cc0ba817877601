package dev.narrowgauge.engine.quantizer.equalization;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A node that sums its input channels by constant weights: Conv, ConvTranspose, Gemm, or MatMul with weights on the right.
 *
 * @param groups into which its channels are parted, each summed by itself
 * @param kernel weights for each pair of an output and an input channel
 * @param inputsFirst whether the weights of an input channel lie together, not those of an output channel
 */
record Layer(
        GraphNode node, TensorProto weights, int outputs, int inputs, int groups, int kernel, boolean inputsFirst) {
    private static final int WEIGHTS = 1;
    static final int BIAS = 2;

    /** Gets the weights between an output and an input channel, which lie one after the other. */
    @FunctionalInterface
    interface KernelVisitor {
        void visit(int output, int input, int from);
    }

    /** Empty where the weights are no constant floats of this node alone, or a bias cannot be scaled by channel. */
    static Optional<Layer> of(Graph graph, GraphNode node) {
        if (!node.domain().isEmpty()
                || graph.constant(node.input(0)).isPresent()
                || node.capturedValues().contains(node.input(0))) {
            return Optional.empty();
        }
        return graph.constant(node.input(WEIGHTS))
                .filter(weights -> isOwnFloat(graph, weights) && TensorValues.elementCount(weights) > 0)
                .flatMap(weights -> of(node, weights))
                .filter(layer -> layer.hasScalableBias(graph));
    }

    private static boolean isOwnFloat(Graph graph, TensorProto constant) {
        return constant.getDataType() == ElementType.FLOAT.number()
                && graph.consumers(constant.getName()).size() == 1
                && !graph.isGraphOutput(constant.getName());
    }

    private static Optional<Layer> of(GraphNode node, TensorProto weights) {
        List<Long> dims = weights.getDimsList();
        if (dims.size() < 2) {
            return Optional.empty();
        }
        int first = Math.toIntExact(dims.get(0));
        int second = Math.toIntExact(dims.get(1));
        int groups = Math.toIntExact(node.intAttribute("group", 1));
        int kernel = Math.toIntExact(TensorValues.elementCount(weights) / first / second);
        boolean isMatrix = dims.size() == 2;
        return switch (node.opType()) {
            case "Conv" -> Optional.of(new Layer(node, weights, first, second * groups, groups, kernel, false));
            case "ConvTranspose" -> Optional.of(new Layer(node, weights, second * groups, first, groups, kernel, true));
            case "Gemm" -> {
                boolean transposed = node.intAttribute("transB", 0) != 0;
                yield node.intAttribute("transA", 0) != 0 || !isMatrix
                        ? Optional.empty()
                        : Optional.of(
                                transposed
                                        ? new Layer(node, weights, first, second, 1, 1, false)
                                        : new Layer(node, weights, second, first, 1, 1, true));
            }
            case "MatMul" ->
                isMatrix ? Optional.of(new Layer(node, weights, second, first, 1, 1, true)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private boolean hasScalableBias(Graph graph) {
        String bias = node.input(BIAS);
        return bias.isEmpty()
                || graph.constant(bias)
                        .filter(constant -> isOwnFloat(graph, constant)
                                && TensorValues.elementCount(constant) == outputs
                                && constant.getDimsCount() > 0
                                && constant.getDims(constant.getDimsCount() - 1) == outputs)
                        .isPresent();
    }

    /** The sum of squares of that many weights. */
    static double squared(FloatBuffer weights, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += (double) weights.get(i) * weights.get(i);
        }
        return sum;
    }

    FloatBuffer values() {
        return TensorValues.bytes(weights).asFloatBuffer();
    }

    /** The bias of each output channel, zeros where there is none. */
    double[] bias(Graph graph) {
        double[] bias = new double[outputs];
        graph.constant(node.input(BIAS)).ifPresent(constant -> {
            float[] values = TensorValues.floats(constant);
            for (int o = 0; o < outputs; o++) {
                bias[o] = values[o];
            }
        });
        return bias;
    }

    /** Visits every pair of channels that has weights, in the order of the weights. */
    void forEachKernel(KernelVisitor visitor) {
        int outerCount = inputsFirst ? inputs : outputs;
        int innerCount = (inputsFirst ? outputs : inputs) / groups;
        int outerPerGroup = outerCount / groups;
        int from = 0;
        for (int outer = 0; outer < outerCount; outer++) {
            int start = outer / outerPerGroup * innerCount;
            for (int inner = start; inner < start + innerCount; inner++) {
                visitor.visit(inputsFirst ? inner : outer, inputsFirst ? outer : inner, from);
                from += kernel;
            }
        }
    }
}
