package dev.narrowgauge.engine.onnx.graph;

import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Brings the graphs of control-flow nodes into the main graph. */
final class Flattening {
    private static final Set<String> CONTROL_FLOW = Set.of("If", "Loop", "Scan");

    private final GraphProto.Builder flat;
    private final boolean namedByScope;
    private final Set<String> values = new HashSet<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, Scope> scopes = new LinkedHashMap<>();
    private final Map<String, NodeProto> outlines = new LinkedHashMap<>();

    private Flattening(GraphProto graph, boolean namedByScope) {
        this.flat = graph.toBuilder().clearNode();
        this.namedByScope = namedByScope;
    }

    static FlatModel flatten(ModelProto model, boolean namedByScope) {
        GraphProto graph = model.getGraph();
        if (!isFlattened(graph)) {
            return new FlatModel(model, Map.of(), Map.of());
        }
        Flattening flattening = new Flattening(graph, namedByScope);
        flattening.defined(graph).forEach(flattening.values::add);
        flattening.nodes(graph, Scope.MAIN, new Names(null));
        ModelProto flat = model.toBuilder().setGraph(flattening.flat).build();
        return new FlatModel(flat, flattening.scopes, flattening.outlines);
    }

    /** Whether there is control flow, and none but that of the standard: what other graphs are for only their operator knows. */
    private static boolean isFlattened(GraphProto graph) {
        boolean[] found = new boolean[1];
        boolean[] foreign = new boolean[1];
        Subgraphs.visitNodes(graph, node -> {
            List<GraphProto> graphs = Subgraphs.of(node);
            boolean known = isStandard(node) && CONTROL_FLOW.contains(node.getOpType());
            found[0] |= known;
            foreign[0] |= !known && !graphs.isEmpty();
            foreign[0] |= graphs.stream().anyMatch(inner -> inner.getSparseInitializerCount() > 0);
        });
        return found[0] && !foreign[0];
    }

    private static boolean isStandard(NodeProto node) {
        return node.getDomain().isEmpty() || node.getDomain().equals("ai.onnx");
    }

    private static List<String> defined(GraphProto graph) {
        List<String> names = new ArrayList<>();
        graph.getInputList().forEach(input -> names.add(input.getName()));
        graph.getInitializerList().forEach(tensor -> names.add(tensor.getName()));
        graph.getNodeList().forEach(node -> names.addAll(node.getOutputList()));
        return names;
    }

    private void nodes(GraphProto graph, Scope scope, Names names) {
        for (NodeProto node : graph.getNodeList()) {
            NodeProto.Builder renamed = node.toBuilder().setName(nameOf(node, scope));
            for (int i = 0; i < renamed.getInputCount(); i++) {
                renamed.setInput(i, names.of(renamed.getInput(i)));
            }
            for (int i = 0; i < renamed.getOutputCount(); i++) {
                renamed.setOutput(i, names.of(renamed.getOutput(i)));
            }
            scopes.put(renamed.getName(), scope);
            if (Subgraphs.of(node).isEmpty()) {
                flat.addNode(renamed);
            } else {
                control(renamed.build(), scope, names);
            }
        }
    }

    private String nameOf(NodeProto node, Scope scope) {
        String name = node.getName();
        boolean isNamed = !name.isEmpty() && (!namedByScope || name.startsWith(scope.path()));
        if (isNamed && !scopes.containsKey(name)) {
            return name;
        }
        String own = name.startsWith(scope.path()) ? name : scope.path() + name;
        String stem = name.isEmpty() ? scope.path() + node.getOpType() : own;
        return !name.isEmpty() && !scopes.containsKey(stem) ? stem : numbered(stem, scopes.keySet());
    }

    private String numbered(String stem, Set<String> taken) {
        int number = numbers.getOrDefault(stem, 0);
        while (taken.contains(stem + "_" + number)) {
            number++;
        }
        numbers.put(stem, number + 1);
        return stem + "_" + number;
    }

    private void control(NodeProto node, Scope scope, Names names) {
        NodeProto.Builder outline = node.toBuilder().clearAttribute();
        List<String> read = new ArrayList<>(node.getInputList());
        for (AttributeProto attribute : node.getAttributeList()) {
            if (!attribute.hasG()) {
                outline.addAttribute(attribute);
                continue;
            }
            Scope inner = new Scope(
                    scope,
                    node.getName(),
                    attribute.getName(),
                    !node.getOpType().equals("If"));
            GraphProto outlined = graph(attribute.getG(), node, inner, names);
            outlined.getOutputList().forEach(output -> read.add(output.getName()));
            outline.addAttribute(attribute.toBuilder().setG(outlined));
        }
        outlines.put(node.getName(), outline.build());
        boolean isLoop = node.getOpType().equals("Loop");
        flat.addNode(NodeProto.newBuilder()
                .setName(node.getName())
                .setDomain(FlatModel.DOMAIN)
                .setOpType(node.getOpType())
                .addAllInput(read)
                .addAllOutput(node.getOutputList())
                .addAttribute(Attributes.integer(FlatModel.FIRST_RESULT, node.getInputCount() + (isLoop ? 1 : 0))));
    }

    /** Moves what the graph holds; returns what is left of it. */
    private GraphProto graph(GraphProto graph, NodeProto node, Scope scope, Names outer) {
        Names names = new Names(outer);
        for (String name : defined(graph)) {
            if (!name.isEmpty()) {
                names.put(name, values.add(name) ? name : unusedValue(name));
            }
        }
        GraphProto.Builder outline = GraphProto.newBuilder().setName(graph.getName());
        graph.getInputList().forEach(input -> outline.addInput(renamed(input, names)));
        graph.getOutputList().forEach(output -> outline.addOutput(renamed(output, names)));
        if (graph.getInputCount() > 0) {
            String name = scope.path() + FlatModel.ENTRY;
            NodeProto.Builder entry = NodeProto.newBuilder()
                    .setName(scopes.containsKey(name) ? numbered(name, scopes.keySet()) : name)
                    .setDomain(FlatModel.DOMAIN)
                    .setOpType(FlatModel.ENTRY)
                    .addAllInput(node.getInputList());
            outline.getInputList().forEach(input -> entry.addOutput(input.getName()));
            scopes.put(entry.getName(), scope);
            flat.addNode(entry);
        }
        graph.getInitializerList()
                .forEach(tensor -> flat.addInitializer(tensor.toBuilder().setName(names.of(tensor.getName()))));
        flat.addAllValueInfo(outline.getInputList());
        graph.getValueInfoList().forEach(value -> flat.addValueInfo(renamed(value, names)));
        flat.addAllValueInfo(outline.getOutputList());
        nodes(graph, scope, names);
        return outline.build();
    }

    private String unusedValue(String name) {
        String unused = numbered(name, values);
        values.add(unused);
        return unused;
    }

    private static ValueInfoProto renamed(ValueInfoProto value, Names names) {
        return value.toBuilder().setName(names.of(value.getName())).build();
    }

    /** What names of one scope, and of those around it, are called in the flat graph. */
    private static final class Names {
        private final Names outer;
        private final Map<String, String> own = new HashMap<>();

        Names(Names outer) {
            this.outer = outer;
        }

        void put(String name, String flatName) {
            own.put(name, flatName);
        }

        String of(String name) {
            for (Names names = this; names != null; names = names.outer) {
                String found = names.own.get(name);
                if (found != null) {
                    return found;
                }
            }
            return name;
        }
    }
}
