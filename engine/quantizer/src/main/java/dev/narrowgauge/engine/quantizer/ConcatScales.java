package dev.narrowgauge.engine.quantizer;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.quantizer.form.IntegerForm;
import dev.narrowgauge.engine.quantizer.numbers.QuantizationParameters;
import dev.narrowgauge.engine.quantizer.placement.ClipBounds;
import dev.narrowgauge.engine.quantizer.placement.OperatorRule.Role;
import dev.narrowgauge.engine.quantizer.placement.Placements;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives what a Concat joins the scale of its result where that loses nothing: the kernel then copies the codes, and
 * otherwise looks each of them up, which takes 15 times as long. A value that only the Concat reads would be rounded to that
 * scale anyway, after it was rounded to its own.
 */
final class ConcatScales {
    /** How much coarser than needed the result may be to have the scale of an operand that others read, too. */
    private static final float COARSER = 1.1f;

    private final Graph graph;
    private final Placements placements;
    private final Recipe recipe;
    private final Map<String, String> ranges;
    private final Map<String, QuantizationParameters> chosen;

    /**
     * @param ranges the quantized values, each with the one whose scale it takes
     * @param chosen the parameters of each of them, which are changed
     */
    ConcatScales(
            IntegerForm form, Recipe recipe, Map<String, String> ranges, Map<String, QuantizationParameters> chosen) {
        this.graph = form.graph();
        this.placements = form.placements();
        this.recipe = recipe;
        this.ranges = ranges;
        this.chosen = chosen;
    }

    void share() {
        List<GraphNode> joins = placements.nodes().stream()
                .filter(node ->
                        node.isStandard("Concat") && placements.rule(node).isPresent())
                .toList();
        joins.forEach(this::takeFromOperand);
        joins.reversed().forEach(this::giveToOperands);
    }

    private void takeFromOperand(GraphNode join) {
        String result = placements.visibleResult(join);
        if (!isFree(result)) {
            return;
        }
        QuantizationParameters own = chosen.get(result);
        join.inputs().stream()
                .filter(ranges::containsKey)
                .filter(operand -> !isReadOnlyBy(join, operand))
                .map(chosen::get)
                .filter(operand -> operand.type() == own.type()
                        && operand.scale() <= own.scale() * COARSER
                        && covers(operand, own)
                        && isCut(result, operand))
                .findFirst()
                .ifPresent(operand -> assign(result, operand));
    }

    private void giveToOperands(GraphNode join) {
        QuantizationParameters result = chosen.get(placements.visibleResult(join));
        for (String operand : join.inputs()) {
            String root = ranges.get(operand);
            if (root != null
                    && isFree(root)
                    && chosen.get(root).type() == result.type()
                    && isReadOnlyBy(join, operand)
                    && isCut(root, result)) {
                assign(root, result);
            }
        }
    }

    private void assign(String root, QuantizationParameters parameters) {
        ranges.forEach((value, range) -> {
            if (range.equals(root)) {
                chosen.put(value, parameters);
            }
        });
    }

    /** Whether the scale of the value is ours to choose: no kernel, recipe or factor has one for it. */
    private boolean isFree(String root) {
        Optional<GraphNode> producer = graph.producer(root);
        boolean fixed = producer.filter(node -> node.isStandard("Softmax")).isPresent()
                || placements.rescaling(root).isPresent();
        return producer.isPresent() && !fixed && recipe.rangeOf(root).isEmpty();
    }

    /** Whether the codes of the value, however they are moved, end in that Concat and nowhere else. */
    private boolean isReadOnlyBy(GraphNode join, String operand) {
        String root = ranges.get(operand);
        return ranges.entrySet().stream()
                .filter(entry -> entry.getValue().equals(root))
                .allMatch(entry -> !graph.isGraphOutput(entry.getKey())
                        && graph.consumers(entry.getKey()).stream()
                                .allMatch(reader -> reader.equals(join) || isMove(reader)));
    }

    private boolean isMove(GraphNode node) {
        return placements.rule(node).filter(rule -> rule.role() == Role.MOVE).isPresent();
    }

    /** Whether codes of those parameters end where the Relu or Clip that the value came through cuts. */
    private boolean isCut(String root, QuantizationParameters parameters) {
        return placements
                .absorbedProducer(root)
                .flatMap(cut -> ClipBounds.of(cut, graph))
                .filter(bounds -> bounds.low() > low(parameters) || bounds.high() < high(parameters))
                .isEmpty();
    }

    private static boolean covers(QuantizationParameters wide, QuantizationParameters narrow) {
        return low(wide) <= low(narrow) + narrow.scale() / 2 && high(wide) >= high(narrow) - narrow.scale() / 2;
    }

    private static float low(QuantizationParameters parameters) {
        return parameters.dequantize(parameters.type().minimum());
    }

    private static float high(QuantizationParameters parameters) {
        return parameters.dequantize(parameters.type().maximum());
    }
}
