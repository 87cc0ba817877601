package dev.narrowgauge.engine.quantizer.placement;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which operand of an Add is the branch that skips over weighted nodes. The other one comes straight out of such a node, of
 * whose kernel the Add becomes a part: Q/DQ between the two would tear them apart.
 */
final class Residuals {
    private static final Set<String> FUSES_ADD = Set.of("Conv", "ConvTranspose", "Gemm", "MatMul");

    private Residuals() {}

    static Placement judge(GraphNode add, OperatorRule rule, Graph graph) {
        List<GraphNode> order = List.copyOf(graph.nodes());
        int main = -1;
        int latest = -1;
        for (int i = 0; i < 2; i++) {
            Optional<GraphNode> weighted = weightedProducer(add.input(i), graph);
            if (weighted.isPresent() && order.indexOf(weighted.get()) > latest) {
                latest = order.indexOf(weighted.get());
                main = i;
            }
        }
        if (main < 0) {
            return new Placement.Float("Neither operand comes straight out of a weighted node.");
        }
        int branch = 1 - main;
        if (graph.constant(add.input(branch)).isPresent() || add.input(0).equals(add.input(1))) {
            return new Placement.Float("It adds no branch that skips over weighted nodes.");
        }
        return new Placement.Quantized(rule.readingOnly(branch));
    }

    private static Optional<GraphNode> weightedProducer(String value, Graph graph) {
        return graph.producer(value)
                .filter(node -> node.domain().isEmpty() && FUSES_ADD.contains(node.opType()))
                .filter(node -> graph.consumers(value).size() == 1 && !graph.isGraphOutput(value));
    }
}
