package dev.narrowgauge.engine.onnx.shape;

import static dev.narrowgauge.engine.onnx.shape.Dimension.UNKNOWN;

import dev.narrowgauge.engine.onnx.graph.GraphNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How the shapes of an operator's results follow from those of its operands; an operator without a rule gives unknown ones. */
final class ShapeRules {
    /** Operators whose first result has the shape of their first operand. */
    private static final Set<String> SAME = Set.of(
            "Relu",
            "Clip",
            "LeakyRelu",
            "ThresholdedRelu",
            "Elu",
            "Selu",
            "Celu",
            "Sigmoid",
            "HardSigmoid",
            "HardSwish",
            "Mish",
            "Swish",
            "Tanh",
            "Erf",
            "Gelu",
            "Softmax",
            "LogSoftmax",
            "Hardmax",
            "Softplus",
            "Softsign",
            "Exp",
            "Log",
            "Sqrt",
            "Reciprocal",
            "Neg",
            "Abs",
            "Sign",
            "Ceil",
            "Floor",
            "Round",
            "Not",
            "IsNaN",
            "IsInf",
            "Sin",
            "Cos",
            "Tan",
            "Asin",
            "Acos",
            "Atan",
            "Sinh",
            "Cosh",
            "Asinh",
            "Acosh",
            "Atanh",
            "BitwiseNot",
            "Cast",
            "CastLike",
            "Identity",
            "Dropout",
            "BatchNormalization",
            "InstanceNormalization",
            "LayerNormalization",
            "GroupNormalization",
            "RMSNormalization",
            "MeanVarianceNormalization",
            "LpNormalization",
            "LRN",
            "Shrink",
            "CumSum",
            "ScatterND",
            "ScatterElements",
            "Trilu",
            "EyeLike",
            "QuantizeLinear",
            "DequantizeLinear",
            "ReverseSequence",
            "Bernoulli",
            "RandomNormalLike",
            "RandomUniformLike");

    private static final Set<String> BROADCAST = Set.of(
            "Add",
            "Sub",
            "Mul",
            "Div",
            "Pow",
            "Mod",
            "Where",
            "Min",
            "Max",
            "Mean",
            "Sum",
            "PRelu",
            "And",
            "Or",
            "Xor",
            "Equal",
            "Greater",
            "GreaterOrEqual",
            "Less",
            "LessOrEqual",
            "BitShift",
            "BitwiseAnd",
            "BitwiseOr",
            "BitwiseXor");

    /** One operator's rule for its first result. */
    @FunctionalInterface
    interface Rule {
        Optional<List<Dimension>> shape(GraphNode node, ShapeInferenceContext known);
    }

    private static final Map<String, Rule> FIRST_RESULT = Map.ofEntries(
            Map.entry("Conv", LayerShapes::convolution),
            Map.entry("ConvTranspose", LayerShapes::transposedConvolution),
            Map.entry("MaxPool", LayerShapes::pooling),
            Map.entry("AveragePool", LayerShapes::pooling),
            Map.entry("LpPool", LayerShapes::pooling),
            Map.entry("GlobalAveragePool", LayerShapes::globalPooling),
            Map.entry("GlobalMaxPool", LayerShapes::globalPooling),
            Map.entry("GlobalLpPool", LayerShapes::globalPooling),
            Map.entry("Gemm", LayerShapes::gemm),
            Map.entry("MatMul", LayerShapes::matMul),
            Map.entry("ReduceMean", LayerShapes::reduction),
            Map.entry("ReduceSum", LayerShapes::reduction),
            Map.entry("ReduceMax", LayerShapes::reduction),
            Map.entry("ReduceMin", LayerShapes::reduction),
            Map.entry("ReduceProd", LayerShapes::reduction),
            Map.entry("ReduceL1", LayerShapes::reduction),
            Map.entry("ReduceL2", LayerShapes::reduction),
            Map.entry("ReduceLogSum", LayerShapes::reduction),
            Map.entry("ReduceLogSumExp", LayerShapes::reduction),
            Map.entry("ReduceSumSquare", LayerShapes::reduction),
            Map.entry("ArgMax", LayerShapes::index),
            Map.entry("ArgMin", LayerShapes::index),
            Map.entry("Transpose", MovementShapes::transpose),
            Map.entry("Reshape", MovementShapes::reshape),
            Map.entry("Flatten", MovementShapes::flatten),
            Map.entry("Squeeze", MovementShapes::squeeze),
            Map.entry("Unsqueeze", MovementShapes::unsqueeze),
            Map.entry("Concat", SelectionShapes::concat),
            Map.entry("Slice", SelectionShapes::slice),
            Map.entry("Gather", SelectionShapes::gather),
            Map.entry("GatherElements", (node, known) -> known.shape(node.input(1))),
            Map.entry("Expand", SelectionShapes::expand),
            Map.entry("Tile", SelectionShapes::tile),
            Map.entry("Pad", SelectionShapes::pad),
            Map.entry("Resize", SelectionShapes::resize),
            Map.entry("DepthToSpace", MovementShapes::depthToSpace),
            Map.entry("SpaceToDepth", MovementShapes::spaceToDepth),
            Map.entry("ConstantOfShape", (node, known) -> known.numbers(node.input(0))),
            Map.entry(
                    "Shape",
                    (node, known) ->
                            ShapeArithmetic.result(node, known).map(part -> List.of(Dimension.of(part.size())))),
            Map.entry("Size", (node, known) -> Optional.of(List.of())));

    private ShapeRules() {}

    /** The shapes of the results in order, as far as there is a rule; a result beyond the list has none. */
    static List<Optional<List<Dimension>>> outputs(GraphNode node, ShapeInferenceContext known) {
        return switch (node.opType()) {
            case "Split" -> SelectionShapes.split(node, known);
            case "LSTM", "GRU", "RNN" -> LayerShapes.recurrent(node, known);
            case "MaxPool", "Dropout" -> Collections.nCopies(2, first(node, known));
            default -> List.of(first(node, known));
        };
    }

    private static Optional<List<Dimension>> first(GraphNode node, ShapeInferenceContext known) {
        if (SAME.contains(node.opType())) {
            return known.shape(node.input(0));
        }
        if (BROADCAST.contains(node.opType())) {
            return broadcast(node.inputs(), known);
        }
        Rule rule = FIRST_RESULT.get(node.opType());
        return rule == null ? Optional.empty() : rule.shape(node, known);
    }

    static Optional<List<Dimension>> broadcast(List<String> values, ShapeInferenceContext known) {
        List<Dimension> all = List.of();
        for (String value : values) {
            Optional<List<Dimension>> shape = known.shape(value);
            if (shape.isEmpty()) {
                return Optional.empty();
            }
            all = broadcast(all, shape.get());
        }
        return Optional.of(all);
    }

    /** Multidirectional broadcasting of the ONNX specification: dimensions meet from the last one on. */
    static List<Dimension> broadcast(List<Dimension> a, List<Dimension> b) {
        int rank = Math.max(a.size(), b.size());
        List<Dimension> result = new ArrayList<>();
        for (int fromLast = rank; fromLast > 0; fromLast--) {
            result.add(meet(fromLast(a, fromLast), fromLast(b, fromLast)));
        }
        return result;
    }

    private static Dimension fromLast(List<Dimension> shape, int fromLast) {
        return fromLast <= shape.size() ? shape.get(shape.size() - fromLast) : Dimension.ONE;
    }

    private static Dimension meet(Dimension a, Dimension b) {
        if (a.equals(b) || b.is(1)) {
            return a;
        }
        if (a.is(1)) {
            return b;
        }
        // What a name stands for must be 1 or the number it meets.
        if (a.number().isPresent()) {
            return a;
        }
        return b.number().isPresent() ? b : UNKNOWN;
    }

    /** The place of an axis that may be counted from the last one, or -1 where there is none such. */
    static int axis(long axis, int rank) {
        long place = axis < 0 ? axis + rank : axis;
        return place >= 0 && place < rank ? (int) place : -1;
    }
}
