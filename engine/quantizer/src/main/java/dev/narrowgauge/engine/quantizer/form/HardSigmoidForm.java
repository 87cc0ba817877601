package dev.narrowgauge.engine.quantizer.form;

import static dev.narrowgauge.engine.quantizer.placement.OperatorRule.arithmetic;
import static dev.narrowgauge.engine.quantizer.placement.OperatorRule.rescale;

import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.quantizer.placement.ClipBounds;
import java.util.List;
import java.util.Optional;

/**
 * HardSigmoid, {@code clamp(αx + β, 0, 1)}, as one integer addition: α goes into the scale that the codes of x are read
 * with, and codes that stand for 0 to 1 clamp by themselves.
 */
final class HardSigmoidForm implements Form {
    @Override
    public void write(GraphNode node, Expansion expansion) {
        Optional<GraphNode> cut = expansion.absorbedReader(node);
        float high = cut.flatMap(reader -> ClipBounds.of(reader, expansion.graph()))
                .map(bounds -> Math.min(1, bounds.high()))
                .orElse(1f);
        String result = cut.orElse(node).output(0);
        cut.ifPresent(expansion::remove);
        expansion.remove(node);
        write(
                expansion,
                node.name(),
                node.input(0),
                node.floatAttribute("alpha", 0.2f),
                node.floatAttribute("beta", 0.5f),
                high,
                result);
    }

    static void write(
            Expansion expansion, String name, String input, float alpha, float beta, float high, String result) {
        String scaled = expansion.between();
        String sum = expansion.between();
        expansion.add(rescale("Mul"), List.of(input, expansion.scalar(alpha)), scaled);
        expansion.add(arithmetic("Add", 2), name, List.of(scaled, expansion.scalar(beta)), sum);
        expansion.addAbsorbedClip(expansion.graph().freshName("i"), sum, 0, high, result);
    }
}
