package dev.narrowgauge.engine.quantizer.placement;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.engine.onnx.graph.ElementTypes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.List;
import java.util.Optional;

/** Whether a node, taken alone, can compute in integers, and if not why. */
final class Eligibility {
    private final Graph graph;
    private final ElementTypes types;
    private final Recipe recipe;
    private final OperatorRules rules;

    Eligibility(Graph graph, ElementTypes types, Recipe recipe, OperatorRules rules) {
        this.graph = graph;
        this.types = types;
        this.recipe = recipe;
        this.rules = rules;
    }

    Placement judge(GraphNode node) {
        if (!types.isFloat32(node.output(0))) {
            ElementType type = types.of(node.output(0));
            return new Placement.Float(
                    type == ElementType.UNDEFINED
                            ? "The type of its result is not known."
                            : "It computes " + type.lowerCaseName() + ", not float32.");
        }
        Optional<OperatorRule> rule = rules.of(node.domain(), node.opType());
        if (rule.isEmpty()) {
            return new Placement.Float("The runtime has no integer kernel for " + node.opType() + " on this target.");
        }
        if (!recipe.selects(node.opType(), node.name())) {
            return new Placement.Float("The recipe leaves it out.");
        }
        return obstacle(node, rule.get())
                .<Placement>map(Placement.Float::new)
                .orElseGet(() -> new Placement.Quantized(rule.get()));
    }

    private Optional<String> obstacle(GraphNode node, OperatorRule rule) {
        for (int i = 0; i < node.inputs().size(); i++) {
            if (rule.isDataInput(i) && !types.isFloat32(node.input(i))) {
                return Optional.of("Its input '" + node.input(i) + "' is not known to be float32.");
            }
        }
        if (node.outputs().stream().filter(output -> !output.isEmpty()).count() > 1) {
            return Optional.of("The integer kernel of " + node.opType() + " has one result only.");
        }
        return switch (node.opType()) {
            case "Conv" -> conv(node);
            case "Gemm" -> gemm(node);
            case "MatMul" -> matMul(node);
            case "Clip" ->
                ClipBounds.of(node, graph).isEmpty()
                        ? Optional.of("Its bounds are not constants around zero.")
                        : Optional.empty();
            default -> anyComputedInput(node, rule);
        };
    }

    private Optional<String> conv(GraphNode node) {
        if (graph.constant(node.input(1)).isEmpty()) {
            return Optional.of("Its weights are computed, not constant.");
        }
        return isAbsentOrConstant(node.input(2))
                ? Optional.empty()
                : Optional.of("Its bias is computed, not constant.");
    }

    private Optional<String> gemm(GraphNode node) {
        Optional<TensorProto> weights = graph.constant(node.input(1));
        if (weights.isEmpty()) {
            return Optional.of("Its weights are computed, not constant.");
        }
        if (graph.constant(node.input(0)).isPresent()) {
            return Optional.of("Its first operand is a constant.");
        }
        if (!isAbsentOrConstant(node.input(2))) {
            return Optional.of("Its bias is computed, not constant.");
        }
        long columns = weights.get().getDims(node.intAttribute("transB", 0) == 0 ? 1 : 0);
        return graph.constant(node.input(2))
                        .filter(bias -> !isRow(bias, columns))
                        .isEmpty()
                ? Optional.empty()
                : Optional.of("Its bias is not one value for each column.");
    }

    private static boolean isRow(TensorProto bias, long columns) {
        List<Long> dims = bias.getDimsList();
        return !dims.isEmpty()
                && dims.getLast() == columns
                && dims.subList(0, dims.size() - 1).stream().allMatch(dimension -> dimension == 1);
    }

    private boolean isAbsentOrConstant(String value) {
        return value.isEmpty() || graph.constant(value).isPresent();
    }

    private Optional<String> matMul(GraphNode node) {
        for (String input : node.inputs()) {
            if (graph.constant(input)
                    .filter(tensor -> tensor.getDimsCount() < 2)
                    .isPresent()) {
                return Optional.of("One operand is a vector.");
            }
        }
        return anyComputedInput(node, OperatorRule.multiply("MatMul", true));
    }

    private Optional<String> anyComputedInput(GraphNode node, OperatorRule rule) {
        for (int i = 0; i < node.inputs().size(); i++) {
            if (rule.isDataInput(i) && graph.constant(node.input(i)).isEmpty()) {
                return Optional.empty();
            }
        }
        return Optional.of("All its operands are constants.");
    }
}
