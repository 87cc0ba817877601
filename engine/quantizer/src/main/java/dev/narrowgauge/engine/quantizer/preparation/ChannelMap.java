package dev.narrowgauge.engine.quantizer.preparation;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * Which result channel of a weighted node each of its weights belongs to.
 *
 * @param dimensions of the result; the channels are its dimension {@code axis}
 * @param channelOf the channel of the weight at that index
 */
record ChannelMap(TensorProto weights, int channels, int dimensions, int axis, IntUnaryOperator channelOf) {

    /** Empty where the weights are not constant floats, or the operator has none. */
    static Optional<ChannelMap> of(Graph graph, GraphNode node) {
        Optional<TensorProto> constant = graph.constant(node.input(1))
                .filter(tensor -> tensor.getDataType() == ElementType.FLOAT.number() && tensor.getDimsCount() >= 2);
        return node.domain().isEmpty() ? constant.flatMap(tensor -> of(node, tensor)) : Optional.empty();
    }

    private static Optional<ChannelMap> of(GraphNode node, TensorProto weights) {
        List<Long> dims = weights.getDimsList();
        int count = Math.toIntExact(TensorValues.elementCount(weights));
        int first = Math.toIntExact(dims.get(0));
        int second = Math.toIntExact(dims.get(1));
        if (count == 0) {
            return Optional.empty();
        }
        return switch (node.opType()) {
            case "Conv" ->
                Optional.of(new ChannelMap(weights, first, dims.size(), 1, index -> index / (count / first)));
            case "ConvTranspose" -> {
                int groups = Math.toIntExact(node.intAttribute("group", 1));
                int inner = count / first / second;
                int inputsPerGroup = first / groups;
                yield Optional.of(new ChannelMap(weights, second * groups, dims.size(), 1, index -> {
                    int group = index / inner / second / inputsPerGroup;
                    return group * second + index / inner % second;
                }));
            }
            case "Gemm" ->
                node.intAttribute("transB", 0) == 0
                        ? Optional.of(new ChannelMap(weights, second, 2, 1, index -> index % second))
                        : Optional.of(new ChannelMap(weights, first, 2, 1, index -> index / second));
            default -> Optional.empty();
        };
    }
}
