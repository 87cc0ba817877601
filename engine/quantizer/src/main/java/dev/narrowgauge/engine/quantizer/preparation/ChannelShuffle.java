package dev.narrowgauge.engine.quantizer.preparation;

import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.shape.Dimension;
import dev.narrowgauge.engine.onnx.shape.Shapes;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Says the shuffle of channels between groups, which exporters write as Reshape, Transpose and Reshape, as one Gather of
 * whole channels. Between integer convolutions the runtime would merge that Transpose with its own changes of layout to one
 * of five dimensions that moves byte by byte, and take 25 times as long; in float the Gather is as fast.
 */
final class ChannelShuffle {
    private static final int CHANNELS = 1;

    private ChannelShuffle() {}

    /** Changes the graph in place. */
    static void apply(Graph graph) {
        Shapes shapes = Shapes.of(graph);
        for (GraphNode node : graph.topologicalOrder()) {
            if (node.isStandard("Transpose") && swapsGroups(node)) {
                match(graph, shapes, node).ifPresent(shuffle -> shuffle.write(graph));
            }
        }
    }

    private record Shuffle(GraphNode apart, GraphNode swap, GraphNode together, long groups, long channels) {
        void write(Graph graph) {
            long each = channels / groups;
            String order = graph.freshName("k");
            graph.putInitializer(Tensors.int64(
                    order,
                    LongStream.range(0, channels)
                            .map(channel -> channel % groups * each + channel / groups)
                            .toArray(),
                    channels));
            graph.remove(swap);
            graph.remove(apart);
            graph.replace(
                    together, "Gather", List.of(apart.input(0), order), List.of(Attributes.integer("axis", CHANNELS)));
        }
    }

    private static boolean swapsGroups(GraphNode transpose) {
        List<Long> permutation = transpose.intsAttribute("perm");
        if (permutation.size() < 4 || permutation.get(1) != 2 || permutation.get(2) != 1) {
            return false;
        }
        for (int i = 0; i < permutation.size(); i++) {
            if (i != 1 && i != 2 && permutation.get(i) != i) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Shuffle> match(Graph graph, Shapes shapes, GraphNode swap) {
        Optional<GraphNode> apart = Operands.producer(graph, swap.input(0), "Reshape")
                .filter(node -> Operands.soleReader(graph, node.output(0)).isPresent());
        Optional<GraphNode> together =
                Operands.soleReader(graph, swap.output(0)).filter(node -> node.isStandard("Reshape"));
        if (apart.isEmpty() || together.isEmpty()) {
            return Optional.empty();
        }
        Optional<List<Dimension>> whole = shapes.of(apart.get().input(0));
        Optional<List<Dimension>> grouped = shapes.of(swap.input(0));
        boolean known = whole.isPresent()
                && grouped.isPresent()
                && whole.equals(shapes.of(together.get().output(0)))
                && whole.get().stream().noneMatch(Dimension.UNKNOWN::equals)
                && whole.get().size() > CHANNELS + 1
                && whole.get().get(CHANNELS).number().isPresent()
                && grouped.get().get(CHANNELS).number().isPresent();
        if (!known || !isGrouping(whole.get(), grouped.get())) {
            return Optional.empty();
        }
        return Optional.of(new Shuffle(
                apart.get(),
                swap,
                together.get(),
                grouped.get().get(CHANNELS).number().getAsLong(),
                whole.get().get(CHANNELS).number().getAsLong()));
    }

    /** Whether only the channels are taken apart; height and width may be one dimension for that time. */
    private static boolean isGrouping(List<Dimension> whole, List<Dimension> grouped) {
        return whole.get(0).equals(grouped.get(0))
                && whole.get(CHANNELS).equals(grouped.get(1).times(grouped.get(2)))
                && product(whole, CHANNELS + 1).equals(product(grouped, CHANNELS + 2));
    }

    private static Dimension product(List<Dimension> shape, int from) {
        return shape.stream().skip(from).reduce(Dimension.ONE, Dimension::times);
    }
}
