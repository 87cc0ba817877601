package dev.narrowgauge.engine.quantizer.form;

import static dev.narrowgauge.engine.quantizer.placement.OperatorRule.move;

import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import java.util.List;
import java.util.OptionalLong;

/**
 * Spreads blocks of channels over the pixels of a larger image. Behind an integer convolution the channels of a pixel lie
 * side by side, where a block is one piece of memory: the outer Transposes vanish, and the inner one copies such pieces.
 */
final class PixelBlocks {
    private PixelBlocks() {}

    /**
     * Writes {@code result[n, c, y·k + i, x·k + j] = input[n, (i·k + j)·channels + c, y, x]}, which is DepthToSpace in its
     * mode DCR.
     *
     * @param k the length of a block
     * @param channels of the result
     */
    static void spread(Expansion expansion, String name, String input, String result, long k, long channels) {
        List<String> values = expansion.chain(input, 5, result);
        String size = size(expansion, input, values.get(1), k, channels);
        expansion.add(move("Transpose"), values.subList(0, 1), values.get(1), permutation(0, 2, 3, 1));
        String blocks = expansion.constant(0, 0, 0, k, k * channels);
        expansion.add(move("Reshape"), List.of(values.get(1), blocks), values.get(2));
        expansion.add(move("Transpose"), values.subList(2, 3), values.get(3), permutation(0, 1, 3, 2, 4));
        expansion.add(move("Reshape"), List.of(values.get(3), size), values.get(4));
        expansion.add(move("Transpose"), name, values.subList(4, 5), result, permutation(0, 3, 1, 2));
    }

    private static AttributeProto permutation(long... axes) {
        return Attributes.integers("perm", axes);
    }

    /** Of the large image with channels last: constant where the model fixes it. */
    private static String size(Expansion expansion, String input, String channelsLast, long k, long channels) {
        OptionalLong height = expansion.length(input, 2);
        OptionalLong width = expansion.length(input, 3);
        if (height.isPresent() && width.isPresent()) {
            return expansion.constant(0, k * height.getAsLong(), k * width.getAsLong(), channels);
        }
        String shape = expansion.addForShapes("Shape", List.of(channelsLast));
        String pixels = expansion.addForShapes("Slice", List.of(shape, expansion.constant(0L), expansion.constant(3L)));
        String large = expansion.addForShapes("Mul", List.of(pixels, expansion.constant(1, k, k)));
        return expansion.addForShapes(
                "Concat", List.of(large, expansion.constant(channels)), Attributes.integer("axis", 0));
    }
}
