package dev.narrowgauge.engine.quantizer.equalization;

import dev.narrowgauge.engine.onnx.graph.GraphNode;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** How the channels of a value come from those of others. */
sealed interface Step {
    String output();

    /** @param input empty where its channels are not followed */
    record Weighted(Layer layer, String input, String output) implements Step {}

    /** @param origin the input's channel that each channel of the output is */
    record Mapped(String input, String output, IntUnaryOperator origin) implements Step {}

    /** The sum, or the like, of several values channel by channel. */
    record Joined(List<String> inputs, String output) implements Step {}

    /** Channels of several values one behind the other. */
    record Stacked(List<String> inputs, String output) implements Step {}

    /** The sum, the least or the greatest of a value and a constant, which has to be scaled with it. */
    record Shifted(GraphNode node, String input, int constant, String output) implements Step {}

    /** A product with a constant for each channel, or the quotient by it; takes any scale on either side. */
    record Factored(GraphNode node, String input, int constant, String output) implements Step {}
}
