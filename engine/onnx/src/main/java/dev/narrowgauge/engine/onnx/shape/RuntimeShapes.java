package dev.narrowgauge.engine.onnx.shape;

import static dev.narrowgauge.engine.onnx.shape.Dimension.ONE;
import static dev.narrowgauge.engine.onnx.shape.Dimension.UNKNOWN;

import dev.narrowgauge.engine.onnx.graph.GraphNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Shapes of what ONNX Runtime's own operators give: the integer kernels, the fused ones, and those on blocked channels. An
 * image in blocked channels is told as {@code [batch, channels, height, width]}, with the channels filled up.
 */
final class RuntimeShapes {
    private static final String MICROSOFT = "com.microsoft";
    private static final String BLOCKED = "com.microsoft.nchwc";

    /** Integer kernels of the standard, whose operands stand beside their scales. */
    private static final Map<String, ShapeRules.Rule> STANDARD = Map.of(
            "QLinearConv", RuntimeShapes::integerConvolution,
            "QLinearMatMul", (node, known) -> product(node, 3, known),
            "MatMulInteger", LayerShapes::matMul,
            "ConvInteger", LayerShapes::convolution);

    private static final Map<String, ShapeRules.Rule> OF_MICROSOFT = Map.ofEntries(
            Map.entry("QLinearConv", RuntimeShapes::integerConvolution),
            Map.entry("QLinearMatMul", (node, known) -> product(node, 3, known)),
            Map.entry("QGemm", (node, known) -> LayerShapes.gemm(node, 3, known)),
            Map.entry("MatMulIntegerToFloat", LayerShapes::matMul),
            Map.entry("DynamicQuantizeMatMul", LayerShapes::matMul),
            Map.entry("FusedMatMul", RuntimeShapes::fusedProduct),
            Map.entry("FusedGemm", LayerShapes::gemm),
            Map.entry("FusedConv", LayerShapes::convolution),
            Map.entry("QLinearAdd", (node, known) -> broadcast(node, known, 0, 3)),
            Map.entry("QLinearMul", (node, known) -> broadcast(node, known, 0, 3)),
            Map.entry("QLinearWhere", (node, known) -> broadcast(node, known, 0, 1, 4)),
            Map.entry("QLinearConcat", RuntimeShapes::integerConcat),
            Map.entry("QLinearAveragePool", RuntimeShapes::pooling),
            Map.entry("QLinearGlobalAveragePool", RuntimeShapes::globalPooling),
            Map.entry("NhwcMaxPool", RuntimeShapes::poolingOfChannelsLast),
            Map.entry("QLinearSigmoid", RuntimeShapes::same),
            Map.entry("QLinearLeakyRelu", RuntimeShapes::same),
            Map.entry("QLinearSoftmax", RuntimeShapes::same),
            Map.entry("QuantizeLinear", RuntimeShapes::same),
            Map.entry("DequantizeLinear", RuntimeShapes::same),
            Map.entry("Gelu", RuntimeShapes::same),
            Map.entry("BiasGelu", RuntimeShapes::same),
            Map.entry("FastGelu", RuntimeShapes::same),
            Map.entry("QuickGelu", RuntimeShapes::same),
            Map.entry("BiasSoftmax", RuntimeShapes::same),
            Map.entry("SkipLayerNormalization", RuntimeShapes::same),
            Map.entry("SkipSimplifiedLayerNormalization", RuntimeShapes::same));

    private static final Map<String, ShapeRules.Rule> ON_BLOCKS = Map.of(
            "Conv", LayerShapes::convolution,
            "MaxPool", LayerShapes::pooling,
            "AveragePool", LayerShapes::pooling,
            "GlobalMaxPool", LayerShapes::globalPooling,
            "GlobalAveragePool", LayerShapes::globalPooling,
            "Upsample", RuntimeShapes::upsample,
            "ReorderInput", RuntimeShapes::reorderInput,
            "ReorderOutput", RuntimeShapes::reorderOutput);

    private RuntimeShapes() {}

    /** Empty where the operator is one that a model's author may write, and for those that nothing is known of. */
    static Optional<List<Optional<List<Dimension>>>> outputs(GraphNode node, ShapeInferenceContext known) {
        if (node.opType().equals("DynamicQuantizeLSTM")) {
            return Optional.of(recurrent(node, known));
        }
        if (node.opType().equals("DynamicQuantizeLinear")) {
            return Optional.of(List.of(same(node, known), Optional.of(List.of()), Optional.of(List.of())));
        }
        Map<String, ShapeRules.Rule> rules = switch (node.domain()) {
            case "" -> STANDARD;
            case MICROSOFT -> OF_MICROSOFT;
            case BLOCKED -> ON_BLOCKS;
            default -> Map.of();
        };
        Optional<List<Optional<List<Dimension>>>> result =
                Optional.ofNullable(rules.get(node.opType())).map(rule -> List.of(rule.shape(node, known)));
        return result.isPresent() || node.domain().isEmpty() ? result : Optional.of(List.of());
    }

    private static Optional<List<Dimension>> same(GraphNode node, ShapeInferenceContext known) {
        return known.shape(node.input(0));
    }

    private static Optional<List<Dimension>> product(GraphNode node, int second, ShapeInferenceContext known) {
        return LayerShapes.matMul(known.shape(node.input(0)), known.shape(node.input(second)));
    }

    private static Optional<List<Dimension>> fusedProduct(GraphNode node, ShapeInferenceContext known) {
        return LayerShapes.matMul(
                turned(known.shape(node.input(0)), node.intAttribute("transA", 0)),
                turned(known.shape(node.input(1)), node.intAttribute("transB", 0)));
    }

    private static Optional<List<Dimension>> turned(Optional<List<Dimension>> shape, long turn) {
        return shape.map(dims -> {
            int rank = dims.size();
            if (turn == 0 || rank < 2) {
                return dims;
            }
            List<Dimension> result = new ArrayList<>(dims.subList(0, rank - 2));
            result.add(dims.get(rank - 1));
            result.add(dims.get(rank - 2));
            return result;
        });
    }

    private static Optional<List<Dimension>> broadcast(GraphNode node, ShapeInferenceContext known, int... operands) {
        List<String> values = new ArrayList<>();
        for (int operand : operands) {
            values.add(node.input(operand));
        }
        return ShapeRules.broadcast(values, known);
    }

    private static Optional<List<Dimension>> integerConcat(GraphNode node, ShapeInferenceContext known) {
        List<String> parts = new ArrayList<>();
        for (int i = 2; i < node.inputs().size(); i += 3) {
            parts.add(node.input(i));
        }
        return SelectionShapes.concat(node, parts, known);
    }

    private static Optional<List<Dimension>> integerConvolution(GraphNode node, ShapeInferenceContext known) {
        Optional<List<Dimension>> data = channelsFirst(node, known.shape(node.input(0)));
        return channelsLast(node, LayerShapes.convolution(node, data, known.shape(node.input(3))));
    }

    private static Optional<List<Dimension>> pooling(GraphNode node, ShapeInferenceContext known) {
        return channelsLast(node, LayerShapes.pooling(node, channelsFirst(node, known.shape(node.input(0)))));
    }

    private static Optional<List<Dimension>> poolingOfChannelsLast(GraphNode node, ShapeInferenceContext known) {
        Optional<List<Dimension>> data = known.shape(node.input(0)).map(RuntimeShapes::channelsFirst);
        return LayerShapes.pooling(node, data).map(RuntimeShapes::channelsLast);
    }

    private static Optional<List<Dimension>> globalPooling(GraphNode node, ShapeInferenceContext known) {
        return channelsLast(node, LayerShapes.globalPooling(channelsFirst(node, known.shape(node.input(0)))));
    }

    private static Optional<List<Dimension>> channelsFirst(GraphNode node, Optional<List<Dimension>> shape) {
        return node.intAttribute("channels_last", 0) == 0 ? shape : shape.map(RuntimeShapes::channelsFirst);
    }

    private static List<Dimension> channelsFirst(List<Dimension> shape) {
        List<Dimension> result = new ArrayList<>(shape);
        result.add(1, result.removeLast());
        return result;
    }

    private static Optional<List<Dimension>> channelsLast(GraphNode node, Optional<List<Dimension>> shape) {
        return node.intAttribute("channels_last", 0) == 0 ? shape : shape.map(RuntimeShapes::channelsLast);
    }

    private static List<Dimension> channelsLast(List<Dimension> shape) {
        List<Dimension> result = new ArrayList<>(shape);
        result.add(result.remove(1));
        return result;
    }

    private static Optional<List<Dimension>> upsample(GraphNode node, ShapeInferenceContext known) {
        List<Long> scales = node.intsAttribute("scales");
        return known.shape(node.input(0))
                .filter(input -> input.size() == scales.size())
                .map(input -> {
                    List<Dimension> result = new ArrayList<>();
                    for (int i = 0; i < input.size(); i++) {
                        result.add(input.get(i).times(Dimension.of(scales.get(i))));
                    }
                    return result;
                });
    }

    private static Optional<List<Dimension>> reorderInput(GraphNode node, ShapeInferenceContext known) {
        return channelsFirst(node, known.shape(node.input(0)));
    }

    /** Takes off what the channels were filled up with. */
    private static Optional<List<Dimension>> reorderOutput(GraphNode node, ShapeInferenceContext known) {
        return channelsLast(node, known.shape(node.input(0)).map(input -> {
            List<Dimension> result = new ArrayList<>(input);
            result.set(1, Dimension.of(node.intAttribute("channels", 0)));
            return result;
        }));
    }

    /** As an LSTM, from weights that are laid out {@code [directions, inputs, 4·hidden]}. */
    private static List<Optional<List<Dimension>>> recurrent(GraphNode node, ShapeInferenceContext known) {
        Optional<List<Dimension>> input = known.shape(node.input(0)).filter(shape -> shape.size() == 3);
        if (input.isEmpty()) {
            return List.of();
        }
        Dimension directions = known.shape(node.input(1)).map(List::getFirst).orElse(ONE);
        long size = node.intAttribute("hidden_size", 0);
        Dimension hidden = size > 0 ? Dimension.of(size) : UNKNOWN;
        Dimension batch = input.get().get(1);
        Optional<List<Dimension>> last = Optional.of(List.of(directions, batch, hidden));
        return List.of(Optional.of(List.of(input.get().getFirst(), directions, batch, hidden)), last, last);
    }
}
