package dev.narrowgauge.engine.quantizer.preparation;

import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.graph.ElementTypes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/**
 * Says an activation that is written out in elementwise operators as the one operator that it is. Left in pieces its inner
 * values would be observed and perhaps rounded to integers, after which no runtime recognises it.
 */
enum ActivationFusion implements Rewriting {
    GELU("Gelu", 20, List.of(), x -> 0.5 * x * (1 + ScalarFunction.erf(x * Math.sqrt(0.5)))),

    GELU_BY_TANH(
            "Gelu",
            20,
            List.of(Attributes.text("approximate", "tanh")),
            x -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))),

    HARD_SWISH("HardSwish", 14, List.of(), x -> x * Math.clamp(x / 6 + 0.5, 0.0, 1.0)),

    HARD_SIGMOID(
            "HardSigmoid",
            7,
            List.of(Attributes.real("alpha", 1.0 / 6), Attributes.real("beta", 0.5)),
            x -> Math.clamp(x / 6 + 0.5, 0.0, 1.0));

    /** The two forms of GELU differ by 5e-4; constants that an exporter has cut short make less than this. */
    private static final double TOLERANCE = 2e-5;

    private static final double LARGEST = 9;
    private static final double STRIDE = 0.37;

    private final String opType;
    private final long since;
    private final List<AttributeProto> attributes;
    private final DoubleUnaryOperator function;

    ActivationFusion(String opType, long since, List<AttributeProto> attributes, DoubleUnaryOperator function) {
        this.opType = opType;
        this.since = since;
        this.attributes = attributes;
        this.function = function;
    }

    @Override
    public String step() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    @Override
    public long opset() {
        return since;
    }

    @Override
    public List<String> apply(Graph graph) {
        ElementTypes types = ElementTypes.of(graph);
        List<String> written = new ArrayList<>();
        Set<GraphNode> gone = new LinkedHashSet<>();
        for (GraphNode node : graph.topologicalOrder().reversed()) {
            if (!gone.contains(node) && isLast(node)) {
                Set<GraphNode> replaced = fuse(graph, node, types);
                gone.addAll(replaced);
                if (!replaced.isEmpty()) {
                    written.add(node.name());
                }
            }
        }
        return written.reversed();
    }

    private boolean isLast(GraphNode node) {
        return node.isStandard("Mul") || node.isStandard("Div") || (this == HARD_SIGMOID && node.isStandard("Clip"));
    }

    private Set<GraphNode> fuse(Graph graph, GraphNode last, ElementTypes types) {
        for (String variable : valuesBefore(graph, last)) {
            Set<GraphNode> nodes = ScalarFunction.nodesBetween(graph, variable, last);
            if (nodes.size() > 1
                    && types.isFloat32(variable)
                    && Operands.isClosed(graph, nodes, last)
                    && isSame(graph, variable, last)) {
                Operands.replace(graph, nodes, last, opType, List.of(variable), attributes);
                return nodes;
            }
        }
        return Set.of();
    }

    /** What the node may be a function of, the nearest first. */
    private static Set<String> valuesBefore(Graph graph, GraphNode last) {
        Set<String> values = new LinkedHashSet<>();
        Deque<GraphNode> open = new ArrayDeque<>(List.of(last));
        int depth = 0;
        while (!open.isEmpty() && depth++ < 16) {
            for (String input : open.remove().inputs()) {
                if (!input.isEmpty() && graph.initializer(input).isEmpty() && values.add(input)) {
                    graph.producer(input).ifPresent(open::add);
                }
            }
        }
        return values;
    }

    private boolean isSame(Graph graph, String variable, GraphNode last) {
        for (double x = -LARGEST; x <= LARGEST; x += STRIDE) {
            double expected = function.applyAsDouble(x);
            double actual = ScalarFunction.apply(graph, variable, last, x);
            if (!(Math.abs(actual - expected) <= TOLERANCE * Math.max(1, Math.abs(expected)))) {
                return false;
            }
        }
        return true;
    }
}
