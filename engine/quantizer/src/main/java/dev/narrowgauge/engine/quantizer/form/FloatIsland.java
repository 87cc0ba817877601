package dev.narrowgauge.engine.quantizer.form;

import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.quantizer.placement.Placements;
import java.util.List;
import java.util.Set;

/**
 * A node that stays float because its integer kernel is slow, between nodes that compute in integers. ONNX Runtime would see
 * it between DequantizeLinear and QuantizeLinear and take that kernel all the same; the greatest of one value, which is that
 * value, keeps them apart.
 */
final class FloatIsland {
    private static final Set<String> FUSED_REGARDLESS = Set.of("AveragePool", "Resize");

    private FloatIsland() {}

    static void keep(GraphNode node, Expansion expansion, Placements planned, Set<String> quantized) {
        boolean isBetween = node.domain().isEmpty()
                && FUSED_REGARDLESS.contains(node.opType())
                && expansion.rule(node).isEmpty()
                && planned.isWrittenAsInteger(node.input(0))
                && quantized.contains(node.output(0));
        if (!isBetween) {
            return;
        }
        if (node.isStandard("Resize")) {
            // The smaller side.
            String read = expansion.between();
            expansion.addFloat("Max", List.of(node.input(0)), read);
            expansion.graph().replaceInput(node, 0, read);
            return;
        }
        String result = node.output(0);
        String computed = expansion.between();
        expansion.graph().renameOutput(node, 0, computed);
        expansion.addFloat("Max", List.of(computed), result);
    }
}
