package dev.narrowgauge.engine.runtime.evaluate;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.shape.Dimension;
import dev.narrowgauge.engine.onnx.shape.Shapes;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Whether a graph may mix the samples of a batch, as one does that divides by the largest value of all: a node works along an
 * axis whose length has the name of the batch's, or may have. What is not known to be mixed is not; a run tells.
 */
final class BatchMixing {
    /** Operators with one axis, each with the one that it has where nothing is written. */
    private static final Map<String, Long> ALONG_ONE = Map.of(
            "ArgMax", 0L, "ArgMin", 0L, "Gather", 0L, "Hardmax", -1L, "LogSoftmax", -1L, "Softmax", -1L, "TopK", -1L);

    private final Graph graph;
    private final Shapes shapes;
    private final Set<String> batches = new HashSet<>();

    private BatchMixing(Graph graph) {
        this.graph = graph;
        this.shapes = Shapes.of(graph);
        graph.graphInputs().forEach(input -> {
            var shape = input.getType().getTensorType().getShape();
            if (shape.getDimCount() > 0) {
                batches.add(shape.getDim(0).getDimParam());
            }
        });
        batches.remove("");
    }

    static boolean isPossible(ModelProto model) {
        Graph graph = Graph.of(model.getGraph());
        boolean any = graph.nodes().stream().anyMatch(node -> node.hasSubgraphs() || isAlongAxes(node));
        return any && new BatchMixing(graph).mixes();
    }

    private boolean mixes() {
        return graph.nodes().stream().anyMatch(node -> node.hasSubgraphs() || isAlongAxes(node) && mixes(node));
    }

    private static boolean isAlongAxes(GraphNode node) {
        return node.domain().isEmpty()
                && (ALONG_ONE.containsKey(node.opType())
                        || node.opType().startsWith("Reduce")
                        || List.of("CumSum", "NonZero", "Unique", "MeanVarianceNormalization")
                                .contains(node.opType()));
    }

    private boolean mixes(GraphNode node) {
        Optional<List<Long>> axes = axes(node);
        Optional<List<Dimension>> shape = shapes.of(node.input(0));
        if (axes.isEmpty()) {
            return true;
        }
        if (shape.isEmpty()) {
            return axes.get().isEmpty() || axes.get().contains(0L);
        }
        int rank = shape.get().size();
        List<Integer> places = axes.get().isEmpty()
                ? IntStream.range(0, rank).boxed().toList()
                : axes.get().stream()
                        .map(axis -> (int) Math.floorMod(axis, Math.max(1, rank)))
                        .toList();
        return places.stream().anyMatch(place -> mayBeBatch(shape.get().get(place), place));
    }

    private boolean mayBeBatch(Dimension length, int place) {
        return switch (length) {
            case Dimension.Product(long _, List<String> symbols) ->
                symbols.stream().anyMatch(batches::contains);
            case Dimension.Unknown() -> place == 0;
        };
    }

    /** Empty where they are not known; an empty list stands for all. */
    private Optional<List<Long>> axes(GraphNode node) {
        Long alone = ALONG_ONE.get(node.opType());
        if (alone != null) {
            return Optional.of(List.of(node.intAttribute("axis", alone)));
        }
        if (node.hasAttribute("axes")) {
            return Optional.of(node.intsAttribute("axes"));
        }
        if (node.opType().equals("MeanVarianceNormalization")) {
            return Optional.of(List.of(0L, 2L, 3L));
        }
        if (node.inputs().size() < 2 || node.input(1).isEmpty()) {
            return Optional.of(List.of());
        }
        return graph.constant(node.input(1)).filter(BatchMixing::isLong).map(BatchMixing::longs);
    }

    private static boolean isLong(TensorProto tensor) {
        return tensor.getDataType() == ElementType.INT64.number();
    }

    private static List<Long> longs(TensorProto tensor) {
        LongBuffer values = TensorValues.bytes(tensor).asLongBuffer();
        List<Long> axes = new ArrayList<>();
        while (values.hasRemaining()) {
            axes.add(values.get());
        }
        return axes;
    }
}
