package dev.narrowgauge.engine.quantizer.form;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.quantizer.channels.ChannelPlaces;
import dev.narrowgauge.engine.quantizer.placement.OperatorRule;
import dev.narrowgauge.engine.quantizer.placement.OperatorRule.Role;
import java.util.Optional;
import java.util.function.LongUnaryOperator;

/** Changes the order of the channels that a convolution gives by the order of its weights, which costs nothing. */
final class ResultChannels {
    private static final int WEIGHTS = 1;
    private static final int BIAS = 2;

    private ResultChannels() {}

    /**
     * Gives the value other channels, if one integer convolution computes it and one node reads it.
     *
     * @param from the channel that stands at a place afterwards, by the place
     */
    static boolean reorder(String value, Expansion expansion, LongUnaryOperator from) {
        Graph graph = expansion.graph();
        Optional<GraphNode> producer = graph.producer(value);
        Optional<GraphNode> before = producer.filter(node -> node.isStandard("Relu") || node.isStandard("Clip"))
                .flatMap(cut -> graph.producer(cut.input(0)))
                .filter(node -> expansion.absorbedReader(node).equals(producer));
        Optional<GraphNode> convolution = before.or(() -> producer)
                .filter(node -> node.isStandard("Conv") && node.intAttribute("group", 1) == 1)
                .filter(node -> expansion
                        .rule(node)
                        .map(OperatorRule::role)
                        .filter(Role.MULTIPLY_ACCUMULATE::equals)
                        .isPresent());
        if (convolution.isEmpty() || graph.consumers(value).size() != 1 || graph.isGraphOutput(value)) {
            return false;
        }
        reorder(convolution.get(), expansion, WEIGHTS, from);
        if (!convolution.get().input(BIAS).isEmpty()) {
            reorder(convolution.get(), expansion, BIAS, from);
        }
        long channels = expansion
                .graph()
                .constant(convolution.get().input(WEIGHTS))
                .orElseThrow()
                .getDims(0);
        ChannelPlaces places = ChannelPlaces.reordered(channels, from);
        expansion.place(convolution.get().output(0), places);
        expansion.place(value, places);
        return true;
    }

    private static void reorder(GraphNode convolution, Expansion expansion, int input, LongUnaryOperator from) {
        TensorProto before =
                expansion.graph().constant(convolution.input(input)).orElseThrow();
        float[] values = TensorValues.floats(before);
        float[] reordered = new float[values.length];
        int channels = Math.toIntExact(before.getDims(0));
        int each = values.length / channels;
        for (int channel = 0; channel < channels; channel++) {
            int source = Math.toIntExact(from.applyAsLong(channel));
            System.arraycopy(values, source * each, reordered, channel * each, each);
        }
        long[] dims = before.getDimsList().stream().mapToLong(Long::longValue).toArray();
        String name = expansion.graph().uniqueName(before.getName() + ".r");
        expansion.graph().replaceInput(convolution, input, expansion.put(Tensors.floats(name, reordered, dims)));
    }
}
