package dev.narrowgauge.engine.quantizer.form;

import static dev.narrowgauge.engine.quantizer.placement.OperatorRule.move;

import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.quantizer.placement.Upscaling;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * An enlargement to nearest neighbours as doublings of an image whose channels lie one behind the other. ONNX Runtime has a
 * fast loop for exactly that, and takes a slow one, 30 times as long, when it makes the Resize part of the region where
 * integer convolutions have the channels of a pixel side by side. A Gather of all channels in their order keeps it out.
 */
final class ResizeForm implements Form {
    private static final int CHANNELS = 1;

    @Override
    public void write(GraphNode node, Expansion expansion) {
        int doublings = Upscaling.doublings(node, expansion.graph()).orElse(0);
        OptionalLong channels = expansion.length(node.input(0), CHANNELS);
        if (doublings == 0 || channels.isEmpty()) {
            return;
        }
        expansion.remove(node);
        List<String> values = expansion.chain(node.input(0), doublings + 1, node.output(0));
        expansion.add(
                move("Gather"),
                List.of(
                        values.get(0),
                        expansion.constant(
                                LongStream.range(0, channels.getAsLong()).toArray())),
                values.get(1),
                Attributes.integer("axis", CHANNELS));
        String scales = expansion.put(Tensors.floats(expansion.graph().freshName("k"), new float[] {1, 1, 2, 2}, 4));
        for (int i = 0; i < doublings; i++) {
            expansion.add(
                    move("Resize"),
                    i == doublings - 1 ? node.name() : expansion.graph().freshName("i"),
                    List.of(values.get(i + 1), "", scales),
                    values.get(i + 2),
                    Attributes.text("coordinate_transformation_mode", "asymmetric"),
                    Attributes.text("mode", "nearest"),
                    Attributes.text("nearest_mode", "floor"));
        }
    }
}
