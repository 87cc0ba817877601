package dev.narrowgauge.engine.onnx.graph;

import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One node of a {@link Graph}. Its connections change only through the graph, which keeps producers and consumers right.
 */
public final class GraphNode {
    private final NodeProto prototype;
    private final String name;
    private final List<String> inputs;
    private final List<String> outputs;
    private final Map<String, AttributeProto> attributes = new HashMap<>();
    private final Set<String> capturedValues;

    GraphNode(NodeProto prototype, String name) {
        this.prototype = prototype;
        this.name = name;
        this.inputs = new ArrayList<>(prototype.getInputList());
        this.outputs = new ArrayList<>(prototype.getOutputList());
        prototype.getAttributeList().forEach(attribute -> attributes.put(attribute.getName(), attribute));
        this.capturedValues = Subgraphs.capturedValues(prototype);
    }

    public String name() {
        return name;
    }

    public String opType() {
        return prototype.getOpType();
    }

    /** The operator domain, with the empty string for the standard one. */
    public String domain() {
        return prototype.getDomain().equals("ai.onnx") ? "" : prototype.getDomain();
    }

    public boolean isStandard(String opType) {
        return domain().isEmpty() && opType().equals(opType);
    }

    /** The inputs in order; the empty string stands for an optional input that is left out. */
    public List<String> inputs() {
        return Collections.unmodifiableList(inputs);
    }

    /** The input at that place, or the empty string where the node has none. */
    public String input(int index) {
        return index < inputs.size() ? inputs.get(index) : "";
    }

    public List<String> outputs() {
        return Collections.unmodifiableList(outputs);
    }

    public String output(int index) {
        return index < outputs.size() ? outputs.get(index) : "";
    }

    /** Names that the subgraphs of this node (If, Loop, Scan) read from the graph around them. */
    public Set<String> capturedValues() {
        return capturedValues;
    }

    public boolean hasSubgraphs() {
        return attributes.values().stream().anyMatch(attribute -> attribute.hasG() || attribute.getGraphsCount() > 0);
    }

    /** The graphs that the node's attributes hold. */
    public List<GraphProto> subgraphs() {
        return Subgraphs.of(prototype);
    }

    /** Of an If, Loop or Scan: the graph that the attribute of each name holds. */
    public Map<String, GraphProto> namedSubgraphs() {
        Map<String, GraphProto> subgraphs = new LinkedHashMap<>();
        for (AttributeProto attribute : prototype.getAttributeList()) {
            if (attribute.hasG()) {
                subgraphs.put(attribute.getName(), attribute.getG());
            }
        }
        return subgraphs;
    }

    public boolean hasAttribute(String attribute) {
        return attributes.containsKey(attribute);
    }

    public long intAttribute(String attribute, long absent) {
        return hasAttribute(attribute) ? attributes.get(attribute).getI() : absent;
    }

    public float floatAttribute(String attribute, float absent) {
        return hasAttribute(attribute) ? attributes.get(attribute).getF() : absent;
    }

    public String stringAttribute(String attribute, String absent) {
        return hasAttribute(attribute) ? attributes.get(attribute).getS().toStringUtf8() : absent;
    }

    public List<Long> intsAttribute(String attribute) {
        return hasAttribute(attribute) ? attributes.get(attribute).getIntsList() : List.of();
    }

    /** The attribute as it stands in the file, or null where the node has none of that name. */
    public AttributeProto attribute(String attribute) {
        return attributes.get(attribute);
    }

    /** All attributes, by name. */
    public List<AttributeProto> attributes() {
        return attributes.keySet().stream().sorted().map(attributes::get).toList();
    }

    public void setAttribute(AttributeProto attribute) {
        attributes.put(attribute.getName(), attribute);
    }

    public void removeAttribute(String attribute) {
        attributes.remove(attribute);
    }

    void setInput(int index, String value) {
        while (inputs.size() <= index) {
            inputs.add("");
        }
        inputs.set(index, value);
    }

    void setOutput(int index, String value) {
        outputs.set(index, value);
    }

    NodeProto toProto() {
        NodeProto.Builder builder = prototype.toBuilder()
                .setName(name)
                .clearInput()
                .addAllInput(inputs)
                .clearOutput()
                .addAllOutput(outputs)
                .clearAttribute();
        return builder.addAllAttribute(attributes()).build();
    }

    @Override
    public String toString() {
        return opType() + " " + name;
    }
}
