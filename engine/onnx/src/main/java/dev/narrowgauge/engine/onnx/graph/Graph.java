package dev.narrowgauge.engine.onnx.graph;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.proto.ValueInfoProto;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A graph that can be changed: nodes with who produces and who reads each value, and the constants beside them.
 *
 * <p>Values are known by name. A node whose subgraph reads a name counts as a reader of it. Everything is kept in the order
 * of arrival, so the same changes to the same model always give the same bytes.
 */
public final class Graph {
    private final GraphProto prototype;
    private final LinkedHashSet<GraphNode> nodes = new LinkedHashSet<>();
    private final Map<String, GraphNode> producers = new HashMap<>();
    private final Map<String, LinkedHashSet<GraphNode>> consumers = new HashMap<>();
    private final LinkedHashMap<String, TensorProto> initializers = new LinkedHashMap<>();
    private final LinkedHashMap<String, ValueInfoProto> inputs = new LinkedHashMap<>();
    private final LinkedHashMap<String, ValueInfoProto> outputs = new LinkedHashMap<>();
    private final LinkedHashMap<String, ValueInfoProto> values = new LinkedHashMap<>();
    private final Set<String> usedNames = new HashSet<>();
    private final Set<String> nodeNames = new HashSet<>();
    private final Map<String, Integer> freshNumbers = new HashMap<>();

    private Graph(GraphProto prototype) {
        this.prototype = prototype;
    }

    /** Reads a graph; nodes without a name, or with one that another has, get names of their own. Fails with MODEL_INVALID when two nodes write the same value. */
    public static Graph of(GraphProto proto) {
        Graph graph = new Graph(proto);
        proto.getInputList().forEach(input -> graph.inputs.put(input.getName(), input));
        proto.getOutputList().forEach(output -> graph.outputs.put(output.getName(), output));
        proto.getValueInfoList().forEach(value -> graph.values.put(value.getName(), value));
        graph.usedNames.addAll(graph.inputs.keySet());
        for (TensorProto initializer : proto.getInitializerList()) {
            graph.initializers.put(initializer.getName(), initializer);
            graph.usedNames.add(initializer.getName());
        }
        Subgraphs.visitNodes(proto, node -> {
            graph.usedNames.add(node.getName());
            graph.usedNames.addAll(node.getOutputList());
            Subgraphs.of(node).forEach(graph::reserveNames);
        });
        for (NodeProto node : proto.getNodeList()) {
            graph.attach(new GraphNode(node, graph.nameOf(node)));
        }
        return graph;
    }

    private void reserveNames(GraphProto subgraph) {
        subgraph.getInputList().forEach(input -> usedNames.add(input.getName()));
        subgraph.getInitializerList().forEach(initializer -> usedNames.add(initializer.getName()));
    }

    private String nameOf(NodeProto node) {
        boolean unique = !node.getName().isEmpty() && nodeNames.add(node.getName());
        return unique ? node.getName() : freshName(node.getOpType() + "_");
    }

    private void attach(GraphNode node) {
        nodes.add(node);
        for (String output : node.outputs()) {
            if (!output.isEmpty() && producers.putIfAbsent(output, node) != null) {
                throw new NarrowgaugeException(
                        ErrorCode.MODEL_INVALID,
                        "The value '" + output + "' is written by two nodes ('"
                                + producers.get(output).name() + "' and '" + node.name()
                                + "'); every value of an ONNX graph has one producer.");
            }
        }
        node.inputs().forEach(input -> addConsumer(input, node));
        node.capturedValues().forEach(input -> addConsumer(input, node));
    }

    private void addConsumer(String value, GraphNode node) {
        if (!value.isEmpty()) {
            consumers.computeIfAbsent(value, name -> new LinkedHashSet<>()).add(node);
        }
    }

    /** The nodes in the order of arrival; take {@link #topologicalOrder()} to follow the data. */
    public Collection<GraphNode> nodes() {
        return Collections.unmodifiableCollection(nodes);
    }

    public Optional<GraphNode> producer(String value) {
        return Optional.ofNullable(producers.get(value));
    }

    /** The nodes that read the value, each once, subgraphs included. */
    public List<GraphNode> consumers(String value) {
        return List.copyOf(consumers.getOrDefault(value, new LinkedHashSet<>()));
    }

    public boolean isGraphInput(String value) {
        return inputs.containsKey(value);
    }

    public boolean isGraphOutput(String value) {
        return outputs.containsKey(value);
    }

    public Collection<ValueInfoProto> graphInputs() {
        return Collections.unmodifiableCollection(inputs.values());
    }

    public Collection<ValueInfoProto> graphOutputs() {
        return Collections.unmodifiableCollection(outputs.values());
    }

    public Collection<ValueInfoProto> valueInfos() {
        return Collections.unmodifiableCollection(values.values());
    }

    public Collection<TensorProto> initializers() {
        return Collections.unmodifiableCollection(initializers.values());
    }

    public Optional<TensorProto> initializer(String value) {
        return Optional.ofNullable(initializers.get(value));
    }

    /** The value as a constant: an initializer that no caller of the model can override. */
    public Optional<TensorProto> constant(String value) {
        return isGraphInput(value) ? Optional.empty() : initializer(value);
    }

    /** Changes the declared element type of a value, wherever it is declared. */
    public void setElementType(String value, ElementType type) {
        for (Map<String, ValueInfoProto> declarations : List.of(inputs, outputs, values)) {
            declarations.computeIfPresent(value, (name, declared) -> {
                ValueInfoProto.Builder changed = declared.toBuilder();
                changed.getTypeBuilder().getTensorTypeBuilder().setElemType(type.number());
                return changed.build();
            });
        }
    }

    /** Drops what the file declares about a value between nodes, which changes of the graph have made untrue. */
    public void removeValueInfo(String value) {
        values.remove(value);
    }

    public void putInitializer(TensorProto tensor) {
        usedNames.add(tensor.getName());
        initializers.put(tensor.getName(), tensor);
    }

    /** Adds a node after all others; {@link #toProto()} puts it where the data flow wants it. */
    public GraphNode add(
            String opType, String name, List<String> inputs, List<String> outputs, List<AttributeProto> attributes) {
        return add("", opType, name, inputs, outputs, attributes);
    }

    /** Adds a node of an operator from that domain; the model has to import the domain. */
    public GraphNode add(
            String domain,
            String opType,
            String name,
            List<String> inputs,
            List<String> outputs,
            List<AttributeProto> attributes) {
        NodeProto proto = NodeProto.newBuilder()
                .setDomain(domain)
                .setOpType(opType)
                .addAllInput(inputs)
                .addAllOutput(outputs)
                .addAllAttribute(attributes)
                .build();
        GraphNode node = new GraphNode(proto, name);
        usedNames.add(name);
        nodeNames.add(name);
        usedNames.addAll(outputs);
        attach(node);
        return node;
    }

    public void remove(GraphNode node) {
        nodes.remove(node);
        node.outputs().forEach(output -> producers.remove(output, node));
        node.inputs().forEach(input -> removeConsumer(input, node));
        node.capturedValues().forEach(input -> removeConsumer(input, node));
    }

    /** Puts another node under the same name in the place of one; readers of its results notice nothing. */
    public GraphNode replace(GraphNode node, String opType, List<String> inputs, List<AttributeProto> attributes) {
        remove(node);
        return add(opType, node.name(), inputs, node.outputs(), attributes);
    }

    private void removeConsumer(String value, GraphNode node) {
        Set<GraphNode> readers = consumers.get(value);
        if (readers != null) {
            readers.remove(node);
        }
    }

    /** Makes the node read another value at that place. */
    public void replaceInput(GraphNode node, int index, String value) {
        String before = node.input(index);
        node.setInput(index, value);
        if (!node.inputs().contains(before) && !node.capturedValues().contains(before)) {
            removeConsumer(before, node);
        }
        addConsumer(value, node);
    }

    /** Makes the node write its result under another name; readers of the old name keep reading the old name. */
    public void renameOutput(GraphNode node, int index, String value) {
        producers.remove(node.output(index), node);
        node.setOutput(index, value);
        producers.put(value, node);
        usedNames.add(value);
    }

    /** That name if nothing has it yet, otherwise with a number behind it. */
    public String uniqueName(String preferred) {
        return usedNames.add(preferred) ? preferred : freshName(preferred + "_");
    }

    /** A name that no value and no node has: the stem with the next free number. */
    public String freshName(String stem) {
        int number = freshNumbers.getOrDefault(stem, 0);
        while (usedNames.contains(stem + number)) {
            number++;
        }
        freshNumbers.put(stem, number + 1);
        usedNames.add(stem + number);
        return stem + number;
    }

    /**
     * The nodes so that each comes after those it reads from, otherwise in the order of arrival. Fails with MODEL_INVALID
     * when the graph has a cycle.
     */
    public List<GraphNode> topologicalOrder() {
        return new TopologicalSort(this).order();
    }

    /** Drops initializers that nothing reads. */
    public void removeUnusedInitializers() {
        initializers
                .keySet()
                .removeIf(name ->
                        consumers.getOrDefault(name, new LinkedHashSet<>()).isEmpty()
                                && !isGraphOutput(name)
                                && !isGraphInput(name));
    }

    /** Initializers of models before IR 4 are inputs as well; afterwards they are constants. */
    public void makeInitializersConstant() {
        inputs.keySet().removeAll(initializers.keySet());
    }

    /** The graph in topological order, with the value types of values that still exist. */
    public GraphProto toProto() {
        GraphProto.Builder builder = prototype.toBuilder();
        builder.clearNode().clearInitializer().clearInput().clearOutput().clearValueInfo();
        topologicalOrder().forEach(node -> builder.addNode(node.toProto()));
        builder.addAllInitializer(initializers.values());
        builder.addAllInput(inputs.values());
        builder.addAllOutput(outputs.values());
        values.values().stream()
                .filter(value -> producers.containsKey(value.getName()))
                .forEach(builder::addValueInfo);
        return builder.build();
    }
}
