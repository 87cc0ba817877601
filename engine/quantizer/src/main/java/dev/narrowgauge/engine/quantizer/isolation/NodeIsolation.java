package dev.narrowgauge.engine.quantizer.isolation;

import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.engine.onnx.graph.ElementTypes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.graph.GraphPart;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import dev.narrowgauge.engine.quantizer.QuantizedModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The quantized nodes of a variant, each by itself beside the float model. It takes no more than the two graphs: whatever
 * form the variant has, the values that it shares with the float model have the same names in both.
 *
 * <p>From it come two kinds of part. A <em>probe</em> computes what nodes add to their results. A <em>tail</em> is what
 * lies behind nodes in the float model, with an input for each of their results that is added to it.
 */
public final class NodeIsolation {
    private final ModelProto baseline;
    private final ModelProto variant;
    private final Graph floats;
    private final Graph probe;
    private final Map<String, Integer> positions = new HashMap<>();
    private final List<IsolatedNode> nodes = new ArrayList<>();

    private NodeIsolation(ModelProto baseline, ModelProto variant) {
        this.baseline = baseline;
        this.variant = variant;
        this.floats = Graph.of(baseline.getGraph());
        this.probe = Graph.of(baseline.getGraph());
        List<GraphNode> order = floats.topologicalOrder();
        for (int i = 0; i < order.size(); i++) {
            for (String output : order.get(i).outputs()) {
                positions.put(output, i);
            }
        }
    }

    /** @param baseline the float model that the variant was made from */
    public static NodeIsolation of(ModelProto baseline, QuantizedModel variant) {
        NodeIsolation isolation = new NodeIsolation(baseline, variant.model());
        isolation.isolate(variant);
        return isolation;
    }

    /** In the order of the data flow. Nodes without a float result are none of them: they cannot be off. */
    public List<IsolatedNode> nodes() {
        return nodes;
    }

    /** One more than the largest position of a node of the float model. */
    public int length() {
        return positions.values().stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
    }

    /** Whether the value is known before the node at that position of the float model computes. */
    public boolean isBefore(String value, int position) {
        Integer written = positions.get(value);
        return written == null ? floats.isGraphInput(value) : written < position;
    }

    /** Of the float model's graph. */
    public Graph floats() {
        return floats;
    }

    /** What those nodes add and to how much, from values that are known before that position. */
    public GraphPart probe(Collection<IsolatedNode> some, int position) {
        List<String> results = some.stream()
                .flatMap(node -> node.results().stream())
                .flatMap(result -> Stream.of(result.noise(), result.signal(), result.rounding()))
                .filter(name -> !name.isEmpty())
                .toList();
        return GraphPart.of(probe, results, value -> isBefore(value, position));
    }

    /**
     * Those outputs, from values that are known before that position, with what is fed under the names of the noises added
     * to the results of those nodes.
     *
     * @param some nodes at that position or later
     */
    public GraphPart tail(Collection<IsolatedNode> some, int position, List<String> outputs) {
        Graph noisy = Graph.of(baseline.getGraph());
        for (IsolatedNode node : some) {
            for (IsolatedNode.Result result : node.results()) {
                GraphNode producer = noisy.producer(result.value()).orElseThrow();
                String exact = noisy.freshName("x");
                noisy.renameOutput(producer, producer.outputs().indexOf(result.value()), exact);
                List<String> sum = List.of(exact, result.noise());
                noisy.add("Add", noisy.freshName("add_"), sum, List.of(result.value()), List.of());
            }
        }
        Predicate<String> given = value -> isBefore(value, position);
        List<String> behind = outputs.stream().filter(given.negate()).toList();
        return GraphPart.of(noisy, behind, given);
    }

    /** A part as a model by itself. */
    public ModelProto model(GraphPart part, Collection<ValueInfoProto> inputs) {
        return model(part.toProto(inputs));
    }

    private ModelProto model(GraphProto graph) {
        return variant.toBuilder().clearMetadataProps().setGraph(graph).build();
    }

    private void isolate(QuantizedModel model) {
        VariantValues values = new VariantValues(model);
        ElementTypes types = ElementTypes.of(floats);
        Map<String, NodeReport> reports = new HashMap<>();
        model.nodes().forEach(report -> reports.put(report.name(), report));
        Map<GraphNode, List<GraphNode>> members = new HashMap<>();
        List<GraphNode> quantized = floats.topologicalOrder().stream()
                .filter(node -> is(NodeReport.QUANTIZED, reports.get(node.name())))
                .toList();
        quantized.forEach(node -> members.put(node, withAbsorbed(node, reports)));
        Set<String> writtenRounded = members.values().stream()
                .flatMap(group -> results(group).stream())
                .filter(result -> values.writtenCodes(result).isPresent()
                        || values.half(result).isPresent())
                .collect(Collectors.toSet());
        SharedValues shared = new SharedValues(probe, types, floatValues(), writtenRounded);
        for (GraphNode node : quantized) {
            List<GraphNode> group = members.get(node);
            Branch branch = new Branch(probe, values, shared, group, own(group));
            List<IsolatedNode.Result> results = results(group).stream()
                    .filter(types::isFloat32)
                    .filter(result -> !floats.consumers(result).isEmpty() || floats.isGraphOutput(result))
                    .map(branch::result)
                    .toList();
            if (!results.isEmpty()) {
                int position = results.stream()
                        .mapToInt(result -> positions.get(result.value()))
                        .max()
                        .orElseThrow();
                nodes.add(new IsolatedNode(
                        node.name(), node.opType(), results, readers(results, members.keySet()), position));
            }
        }
        nodes.sort((one, other) -> Integer.compare(one.position(), other.position()));
    }

    private List<String> readers(List<IsolatedNode.Result> results, Set<GraphNode> quantized) {
        return results.stream()
                .filter(result -> !result.rounding().isEmpty())
                .flatMap(result -> floats.consumers(result.value()).stream())
                .filter(quantized::contains)
                .map(GraphNode::name)
                .distinct()
                .toList();
    }

    private Set<String> floatValues() {
        Set<String> values = new HashSet<>(positions.keySet());
        floats.graphInputs().forEach(input -> values.add(input.getName()));
        return values;
    }

    private List<GraphNode> withAbsorbed(GraphNode node, Map<String, NodeReport> reports) {
        List<GraphNode> group = new ArrayList<>(List.of(node));
        Optional<GraphNode> next = onlyReader(node);
        while (next.isPresent()
                && is(NodeReport.ABSORBED, reports.get(next.get().name()))) {
            group.add(next.get());
            next = onlyReader(next.get());
        }
        return group;
    }

    private Optional<GraphNode> onlyReader(GraphNode node) {
        List<GraphNode> readers = floats.consumers(node.output(0));
        boolean alone = readers.size() == 1 && !floats.isGraphOutput(node.output(0));
        return alone ? Optional.of(readers.getFirst()) : Optional.empty();
    }

    private static boolean is(String placement, NodeReport report) {
        return report != null && report.placement().equals(placement);
    }

    /** What the last of them writes: the results in between exist inside the kernel only. */
    private static List<String> results(List<GraphNode> group) {
        return group.getLast().outputs().stream()
                .filter(output -> !output.isEmpty())
                .toList();
    }

    private static Set<String> own(List<GraphNode> group) {
        return group.stream().flatMap(node -> node.outputs().stream()).collect(Collectors.toSet());
    }
}
