package dev.narrowgauge.engine.quantizer.preparation;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.graph.Subgraphs;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Raises a graph from opset 13 or later as far as 21, the first with 16-bit quantization. Most operators only gained types;
 * those of {@link #CHANGES} did not.
 */
final class LaterOpsets {
    static final long LAST = 21;

    private enum Kind {
        /** Its axes became an input. */
        AXES,
        /** Without lengths it has to say how many parts it makes. */
        PARTS,
        /** The default of an attribute became another. */
        DEFAULT,
        /** A value of an attribute got another name. */
        RENAMED,
        /** Its axis became an input. */
        AXIS,
        /** Its constants have another shape. */
        REFUSED
    }

    private record Change(long since, Kind kind) {}

    private static final Map<String, Change> CHANGES = Map.ofEntries(
            Map.entry("ReduceMax", new Change(18, Kind.AXES)),
            Map.entry("ReduceMin", new Change(18, Kind.AXES)),
            Map.entry("ReduceMean", new Change(18, Kind.AXES)),
            Map.entry("ReduceProd", new Change(18, Kind.AXES)),
            Map.entry("ReduceL1", new Change(18, Kind.AXES)),
            Map.entry("ReduceL2", new Change(18, Kind.AXES)),
            Map.entry("ReduceLogSum", new Change(18, Kind.AXES)),
            Map.entry("ReduceLogSumExp", new Change(18, Kind.AXES)),
            Map.entry("ReduceSumSquare", new Change(18, Kind.AXES)),
            Map.entry("Split", new Change(18, Kind.PARTS)),
            Map.entry("RoiAlign", new Change(16, Kind.DEFAULT)),
            Map.entry("GridSample", new Change(20, Kind.RENAMED)),
            Map.entry("DFT", new Change(20, Kind.AXIS)),
            Map.entry("GroupNormalization", new Change(21, Kind.REFUSED)));

    private static final Map<String, String> INTERPOLATIONS = Map.of("bilinear", "linear", "bicubic", "cubic");

    private final Graph graph;
    private final long from;
    private final long to;
    private final Map<List<Long>, String> constants = new HashMap<>();

    private LaterOpsets(Graph graph, long from, long to) {
        this.graph = graph;
        this.from = from;
        this.to = to;
    }

    /** Changes the graph in place. Fails with MODEL_UNSUPPORTED_OPSET where the old meaning cannot be kept. */
    static void apply(Graph graph, long from, long to) {
        LaterOpsets opsets = new LaterOpsets(graph, from, to);
        for (GraphNode node : List.copyOf(graph.nodes())) {
            opsets.requireUntouchedSubgraphs(node);
            if (node.domain().isEmpty() && opsets.isTouched(node.opType())) {
                opsets.change(node, CHANGES.get(node.opType()).kind());
            }
        }
    }

    private boolean isTouched(String opType) {
        Change change = CHANGES.get(opType);
        return change != null && from < change.since() && to >= change.since();
    }

    private void requireUntouchedSubgraphs(GraphNode node) {
        node.subgraphs()
                .forEach(subgraph -> Subgraphs.visitNodes(subgraph, inner -> {
                    if (isTouched(inner.getOpType())) {
                        throw refused(inner);
                    }
                }));
    }

    private NarrowgaugeException refused(NodeProto inner) {
        return refused("its control flow has the " + inner.getOpType() + " node '" + inner.getName() + "'");
    }

    private NarrowgaugeException refused(String reason) {
        return new NarrowgaugeException(
                ErrorCode.MODEL_UNSUPPORTED_OPSET,
                "The model cannot be raised from opset " + from + " to " + to + ", because " + reason
                        + ", which means something else there. Export it with opset " + to + ".");
    }

    private void change(GraphNode node, Kind kind) {
        switch (kind) {
            case AXES -> moveAxes(node);
            case PARTS -> {
                if (node.input(1).isEmpty()) {
                    node.setAttribute(
                            Attributes.integer("num_outputs", node.outputs().size()));
                }
            }
            case DEFAULT -> {
                if (!node.hasAttribute("coordinate_transformation_mode")) {
                    node.setAttribute(Attributes.text("coordinate_transformation_mode", "output_half_pixel"));
                }
            }
            case RENAMED -> {
                String mode = node.stringAttribute("mode", "bilinear");
                node.setAttribute(Attributes.text("mode", INTERPOLATIONS.getOrDefault(mode, mode)));
            }
            case AXIS -> {
                graph.replaceInput(node, 2, constant(List.of(node.intAttribute("axis", 1)), false));
                node.removeAttribute("axis");
            }
            case REFUSED -> throw refused("it has the " + node.opType() + " node '" + node.name() + "'");
        }
    }

    private void moveAxes(GraphNode node) {
        if (node.hasAttribute("axes")) {
            graph.replaceInput(node, 1, constant(node.intsAttribute("axes"), true));
            node.removeAttribute("axes");
        }
    }

    private String constant(List<Long> values, boolean isList) {
        List<Long> key = new ArrayList<>(values);
        key.add(isList ? 1L : 0L);
        return constants.computeIfAbsent(key, absent -> {
            String name = graph.freshName("k");
            long[] numbers = values.stream().mapToLong(Long::longValue).toArray();
            graph.putInitializer(isList ? Tensors.int64(name, numbers, numbers.length) : Tensors.int64(name, numbers));
            return name;
        });
    }
}
