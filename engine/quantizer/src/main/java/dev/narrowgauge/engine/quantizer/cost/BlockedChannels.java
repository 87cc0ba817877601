package dev.narrowgauge.engine.quantizer.cost;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which values of a float model ONNX Runtime keeps in blocked channels, and which nodes it computes as a part of the
 * convolution or product before them, when nothing is quantized.
 */
final class BlockedChannels {
    private static final int IMAGE_DIMENSIONS = 4;

    private static final Set<String> CARRIED =
            Set.of("Relu", "Sigmoid", "Tanh", "MaxPool", "AveragePool", "GlobalAveragePool", "GlobalMaxPool");

    private static final Set<String> CARRIED_TOGETHER = Set.of("Add", "Mul", "Sum", "Concat");

    private static final Set<String> ACTIVATIONS =
            Set.of("Relu", "Clip", "Sigmoid", "Tanh", "LeakyRelu", "HardSigmoid");

    private final Graph graph;
    private final Sizes sizes;
    private final Set<String> blocked = new HashSet<>();

    BlockedChannels(Graph graph, Sizes sizes) {
        this.graph = graph;
        this.sizes = sizes;
        graph.topologicalOrder().stream().filter(this::givesBlocks).forEach(node -> blocked.add(node.output(0)));
    }

    boolean contains(String value) {
        return blocked.contains(value);
    }

    /** Whether the float kernel computes on blocked channels. */
    boolean computes(GraphNode convolution) {
        if (!convolution.isStandard("Conv") || sizes.of(convolution.input(1)).size() != IMAGE_DIMENSIONS) {
            return false;
        }
        long groups = convolution.intAttribute("group", 1);
        long channels = sizes.of(convolution.input(1)).get(1);
        long results = sizes.of(convolution.input(1)).getFirst();
        return groups == 1
                || channels == 1 && results == groups
                || channels % Convolutions.BLOCK == 0 && results / groups % Convolutions.BLOCK == 0;
    }

    /** Whether the node pools an image that lies in blocked channels. */
    boolean pools(GraphNode node) {
        return node.opType().endsWith("Pool") && blocked.contains(node.output(0));
    }

    private boolean givesBlocks(GraphNode node) {
        if (!node.domain().isEmpty()) {
            return false;
        }
        return computes(node)
                || CARRIED.contains(node.opType()) && blocked.contains(node.input(0))
                || isFused(node) && blocked.contains(node.input(0))
                || CARRIED_TOGETHER.contains(node.opType())
                        && node.inputs().stream().allMatch(blocked::contains);
    }

    /** Whether the node is an activation that the convolution or product before it computes as well. */
    boolean isFused(GraphNode node) {
        return ACTIVATIONS.contains(node.opType())
                && aloneBehind(node.input(0))
                        .filter(producer -> producer.isStandard("Conv") || producer.isStandard("Gemm"))
                        .isPresent();
    }

    /** Whether the node adds what skips over a convolution to the result of that. */
    boolean isFusedSum(GraphNode node) {
        return node.isStandard("Add")
                && blocked.contains(node.output(0))
                && node.inputs().stream()
                        .anyMatch(input ->
                                aloneBehind(input).filter(this::computes).isPresent());
    }

    private Optional<GraphNode> aloneBehind(String value) {
        return graph.producer(value)
                .filter(producer -> graph.consumers(value).size() == 1 && !graph.isGraphOutput(value));
    }
}
