package dev.narrowgauge.engine.onnx.graph;

import com.google.protobuf.ByteString;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.proto.TypeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings values out of the branches and bodies that they are computed in, each in one dimension. A branch that does not run
 * gives none of its values; a body that runs several times gives those of all times, one after the other.
 */
public final class InnerValues {
    private static final Set<String> CONTROL_FLOW = Set.of("If", "Loop", "Scan");

    private final Set<String> wanted;
    private final ElementTypes types;
    private final String stem;
    private int names;

    /**
     * @param value its name where it is now
     * @param varies whether there may be another number of them each time
     */
    private record Inner(String tensor, String value, ElementType type, boolean varies) {
        Inner as(String name, boolean variesThere) {
            return new Inner(tensor, name, type, variesThere);
        }
    }

    /**
     * A model with outputs for inner values.
     *
     * @param outputs the name of each tensor that was brought out, by the name of the output that it is now
     */
    public record Exposed(ModelProto model, Map<String, String> outputs) {}

    private InnerValues(ModelProto model, Collection<String> wanted) {
        this.wanted = new HashSet<>(wanted);
        this.types = ElementTypes.of(Graph.of(FlatModel.of(model).graph()));
        this.stem = unusedStem(model.getGraph());
    }

    private static String unusedStem(GraphProto graph) {
        Set<String> used = new HashSet<>();
        Subgraphs.visitNodes(graph, node -> used.addAll(node.getOutputList()));
        String stem = "seen_";
        while (isTaken(stem, used)) {
            stem += "_";
        }
        return stem;
    }

    private static boolean isTaken(String stem, Set<String> used) {
        return used.stream().anyMatch(name -> name.startsWith(stem));
    }

    /** @param tensors those that are computed in the main graph stay where they are */
    public static Exposed expose(ModelProto model, Collection<String> tensors) {
        boolean hasScopes = model.getGraph().getNodeList().stream()
                .anyMatch(node -> !Subgraphs.of(node).isEmpty());
        if (!hasScopes) {
            return new Exposed(model, Map.of());
        }
        InnerValues values = new InnerValues(model, tensors);
        GraphProto.Builder graph = model.getGraph().toBuilder();
        Map<String, String> outputs = new LinkedHashMap<>();
        for (Inner inner : values.fromNodes(graph)) {
            String output = values.inLine(inner.value(), graph);
            graph.addOutput(line(output, inner.type()));
            outputs.put(output, inner.tensor());
        }
        return new Exposed(model.toBuilder().setGraph(graph).build(), outputs);
    }

    /** What the graph's control-flow nodes give out now. */
    private List<Inner> fromNodes(GraphProto.Builder graph) {
        List<Inner> found = new ArrayList<>();
        for (int i = 0; i < graph.getNodeCount(); i++) {
            NodeProto node = graph.getNode(i);
            if (node.getDomain().isEmpty() && CONTROL_FLOW.contains(node.getOpType())) {
                NodeProto.Builder changed = node.toBuilder();
                found.addAll(fromNode(changed, graph));
                graph.setNode(i, changed);
            }
        }
        return found;
    }

    private List<Inner> fromNode(NodeProto.Builder node, GraphProto.Builder around) {
        Map<Integer, GraphProto.Builder> graphs = new LinkedHashMap<>();
        Map<Integer, List<Inner>> found = new HashMap<>();
        for (int i = 0; i < node.getAttributeCount(); i++) {
            AttributeProto attribute = node.getAttribute(i);
            if (attribute.hasG()) {
                GraphProto.Builder graph = attribute.getG().toBuilder();
                graphs.put(i, graph);
                found.put(i, fromGraph(graph));
            }
        }
        List<Inner> results = switch (node.getOpType()) {
            case "If" -> fromBranches(node, graphs, found);
            case "Loop" -> fromLoop(node, only(graphs), only(found), around);
            default -> fromScan(node, only(graphs), only(found));
        };
        graphs.forEach((i, graph) ->
                node.setAttribute(i, node.getAttribute(i).toBuilder().setG(graph)));
        return results;
    }

    private static <T> T only(Map<Integer, T> values) {
        return values.values().iterator().next();
    }

    private List<Inner> fromGraph(GraphProto.Builder graph) {
        List<Inner> found = new ArrayList<>();
        graph.getInputList().forEach(input -> addWanted(input.getName(), found));
        graph.getNodeList().forEach(node -> node.getOutputList().forEach(output -> addWanted(output, found)));
        found.addAll(fromNodes(graph));
        return found;
    }

    private void addWanted(String value, List<Inner> found) {
        if (wanted.contains(value) && types.of(value) != ElementType.UNDEFINED) {
            found.add(new Inner(value, value, types.of(value), false));
        }
    }

    private List<Inner> fromBranches(
            NodeProto.Builder node, Map<Integer, GraphProto.Builder> graphs, Map<Integer, List<Inner>> found) {
        List<Inner> results = new ArrayList<>();
        found.forEach((own, values) -> {
            for (Inner inner : values) {
                graphs.forEach((branch, graph) -> {
                    String result = branch.equals(own) ? same(inner.value(), graph) : nothing(inner.type(), graph);
                    graph.addOutput(declared(result, inner.type()));
                });
                String output = fresh();
                node.addOutput(output);
                results.add(inner.as(output, true));
            }
        });
        return results;
    }

    /** As a state that every turn adds its values to: their number may be another one each time. */
    private List<Inner> fromLoop(
            NodeProto.Builder node, GraphProto.Builder body, List<Inner> found, GraphProto.Builder around) {
        List<Inner> results = new ArrayList<>();
        List<ValueInfoProto> given = new ArrayList<>(body.getOutputList());
        List<String> outputs = new ArrayList<>(node.getOutputList());
        int states = body.getInputCount() - 2;
        while (outputs.size() < states) {
            outputs.add(fresh());
        }
        for (Inner inner : found) {
            String start = fresh();
            around.addInitializer(empty(start, inner.type()));
            node.addInput(start);
            String before = fresh();
            body.addInput(line(before, inner.type()));
            String after =
                    result(body, "Concat", List.of(before, inLine(inner.value(), body)), Attributes.integer("axis", 0));
            given.add(1 + states, line(after, inner.type()));
            String output = fresh();
            outputs.add(states, output);
            states++;
            results.add(inner.as(output, true));
        }
        body.clearOutput().addAllOutput(given);
        node.clearOutput().addAllOutput(outputs);
        return results;
    }

    /** Turn by turn on top of each other, for which there has to be as much each time, in dimensions that are known. */
    private List<Inner> fromScan(NodeProto.Builder node, GraphProto.Builder body, List<Inner> found) {
        List<Inner> results = new ArrayList<>();
        while (node.getOutputCount() < body.getOutputCount()) {
            node.addOutput(fresh());
        }
        for (Inner inner : found) {
            if (!inner.varies()) {
                body.addOutput(line(inLine(inner.value(), body), inner.type()));
                String output = fresh();
                node.addOutput(output);
                results.add(inner.as(output, false));
            }
        }
        for (int i = 0; i < node.getAttributeCount(); i++) {
            AttributeProto attribute = node.getAttribute(i);
            if (attribute.getName().startsWith("scan_output_") && attribute.getIntsCount() > 0) {
                AttributeProto.Builder longer = attribute.toBuilder();
                results.forEach(result -> longer.addInts(0));
                node.setAttribute(i, longer);
            }
        }
        return results;
    }

    /** The value under a name that no other output of the graph has. */
    private String same(String value, GraphProto.Builder graph) {
        return result(graph, "Identity", List.of(value));
    }

    private String nothing(ElementType type, GraphProto.Builder graph) {
        return result(graph, "Constant", List.of(), Attributes.tensor("value", empty("", type)));
    }

    private String inLine(String value, GraphProto.Builder graph) {
        String dims = fresh();
        graph.addInitializer(Tensors.int64(dims, new long[] {-1}, 1));
        return result(graph, "Reshape", List.of(value, dims));
    }

    private String result(GraphProto.Builder graph, String opType, List<String> inputs, AttributeProto... attributes) {
        String name = fresh();
        graph.addNode(NodeProto.newBuilder()
                .setName(name)
                .setOpType(opType)
                .addAllInput(inputs)
                .addOutput(name)
                .addAllAttribute(List.of(attributes)));
        return name;
    }

    private static TensorProto empty(String name, ElementType type) {
        return Tensors.raw(name, type, ByteString.EMPTY, 0);
    }

    private static ValueInfoProto declared(String name, ElementType type) {
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type.number())))
                .build();
    }

    private static ValueInfoProto line(String name, ElementType type) {
        ValueInfoProto.Builder declared = declared(name, type).toBuilder();
        declared.getTypeBuilder().getTensorTypeBuilder().getShapeBuilder().addDimBuilder();
        return declared.build();
    }

    private String fresh() {
        return stem + names++;
    }
}
