package dev.narrowgauge.engine.quantizer.form;

import static dev.narrowgauge.engine.quantizer.placement.OperatorRule.arithmetic;

import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.quantizer.range.Range;
import java.util.List;

/** HardSwish, {@code x · clamp(x/6 + ½, 0, 1)}, as an integer addition and an integer multiplication. */
final class HardSwishForm implements Form {
    @Override
    public void write(GraphNode node, Expansion expansion) {
        String input = node.input(0);
        String gate = expansion.between();
        expansion.know(gate, new Range(0, 1));
        expansion.remove(node);
        HardSigmoidForm.write(expansion, expansion.graph().freshName("i"), input, 1f / 6, 0.5f, 1, gate);
        expansion.add(arithmetic("Mul", 2), node.name(), List.of(input, gate), node.output(0));
    }
}
