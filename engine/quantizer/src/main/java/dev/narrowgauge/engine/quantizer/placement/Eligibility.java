package dev.narrowgauge.engine.quantizer.placement;

import dev.narrowgauge.domain.recipe.NodeOverride;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.engine.onnx.graph.ElementTypes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.shape.Shapes;
import dev.narrowgauge.engine.quantizer.placement.OperatorRule.Role;
import java.util.Optional;

/** Whether a node, taken alone, can compute in integers, and if not why. */
final class Eligibility {
    private final Graph graph;
    private final ElementTypes types;
    private final Recipe recipe;
    private final OperatorRules rules;
    private final MaskedValues masked;
    private final LogarithmRegions logarithms;
    private Shapes shapes;

    Eligibility(Graph graph, ElementTypes types, Recipe recipe, OperatorRules rules) {
        this.graph = graph;
        this.types = types;
        this.recipe = recipe;
        this.rules = rules;
        this.masked = MaskedValues.of(graph);
        this.logarithms = LogarithmRegions.of(graph);
    }

    Placement judge(GraphNode node) {
        Optional<OperatorRule> rule = rules.of(node.domain(), node.opType());
        if (rule.isEmpty()) {
            return new Placement.Float(
                    types.isFloat32(node.output(0)) ? rules.reasonWithoutRule(node.opType()) : typeOf(node.output(0)));
        }
        Optional<String> leftOut = recipe.whyFloat(node.opType(), node.name());
        if (leftOut.isPresent()) {
            return new Placement.Float(leftOut.get());
        }
        if (recipe.measuresWhileRunning(node.name())) {
            return new Placement.Float("The recipe has its ranges measured while the model runs.");
        }
        boolean demanded = recipe.placementOf(node.name())
                .filter(NodeOverride.Placement.QUANTIZED::equals)
                .isPresent();
        return obstacle(node, rule.get())
                .or(() -> rules.obstacle(node, graph, this::shapes))
                .or(() -> demanded
                        ? Optional.empty()
                        : mask(node).or(() -> logarithm(node)).or(() -> rules.loss(node, graph, this::shapes)))
                .<Placement>map(Placement.Float::new)
                .orElseGet(() -> rule.get().role() == Role.RESIDUAL
                        ? Residuals.judge(node, rule.get(), graph)
                        : new Placement.Quantized(rule.get()));
    }

    private Shapes shapes() {
        if (shapes == null) {
            shapes = Shapes.of(graph);
        }
        return shapes;
    }

    private Optional<String> mask(GraphNode node) {
        return masked.touches(node)
                ? Optional.of("It handles a mask, whose range would leave no steps for the other values.")
                : Optional.empty();
    }

    private Optional<String> logarithm(GraphNode node) {
        boolean isWide = recipe.activationsOf(node.output(0)).type().bits() > Byte.SIZE;
        return !isWide && logarithms.contains(node) ? Optional.of(LogarithmRegions.REASON) : Optional.empty();
    }

    private String typeOf(String value) {
        ElementType type = types.of(value);
        return type == ElementType.UNDEFINED
                ? "The type of its result is not known."
                : "It computes " + type.lowerCaseName() + ", not float32.";
    }

    private Optional<String> obstacle(GraphNode node, OperatorRule rule) {
        boolean computed = false;
        for (int i = 0; i < node.inputs().size(); i++) {
            if (rule.isDataInput(i)) {
                if (!types.isFloat32(node.input(i))) {
                    return Optional.of("Its input '" + node.input(i) + "' is not known to be float32.");
                }
                computed |= graph.constant(node.input(i)).isEmpty();
            }
        }
        if (!computed) {
            return Optional.of("All its operands are constants.");
        }
        boolean severalResults =
                node.outputs().stream().filter(output -> !output.isEmpty()).count() > 1;
        return severalResults && !node.opType().equals("Split")
                ? Optional.of("The integer kernel of " + node.opType() + " has one result only.")
                : Optional.empty();
    }
}
