package dev.narrowgauge.engine.onnx.graph;

import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A model whose branches and loop bodies stand beside the rest in one graph, where whatever looks at a graph or changes it
 * reaches them. Every value has a name of its own.
 *
 * <p>Where values cross from one scope into another that a graph's inputs and outputs stand for, two kinds of nodes of
 * {@link #DOMAIN} are in the way. An <em>exit</em> has the name, the operator and the results of the control-flow node; it
 * reads what that reads, and behind it the results of all its graphs. An <em>entry</em> stands before a graph with inputs: it
 * reads what the control-flow node reads, and gives the graph's inputs. No runtime knows either; {@link #nested} brings
 * everything back to where it can run.
 */
public final class FlatModel {
    static final String DOMAIN = "dev.narrowgauge.scope";

    static final String ENTRY = "Entry";

    /** Of an exit: the place among its inputs of the value that becomes its first result. */
    static final String FIRST_RESULT = "first_result";

    private final ModelProto model;
    private final Map<String, Scope> scopes;
    private final Map<String, NodeProto> outlines;

    /**
     * @param scopes of the nodes, by name
     * @param outlines of the control-flow nodes, by name: with graphs that have no nodes
     */
    FlatModel(ModelProto model, Map<String, Scope> scopes, Map<String, NodeProto> outlines) {
        this.model = model;
        this.scopes = scopes;
        this.outlines = outlines;
    }

    /** Names stay as they are where they are unique. A model without control flow stays the same. */
    public static FlatModel of(ModelProto model) {
        return Flattening.flatten(model, false);
    }

    /** The same, with every node in a branch or body named after where it stands: {@code If_7/then_branch/Conv_2}. */
    public static FlatModel named(ModelProto model) {
        return Flattening.flatten(model, true);
    }

    public ModelProto model() {
        return model;
    }

    public GraphProto graph() {
        return model.getGraph();
    }

    /** Whether the model has branches or bodies at all. */
    public boolean hasScopes() {
        return !outlines.isEmpty();
    }

    /**
     * The model as it runs.
     *
     * @param changed this flat model, or what was made of it: nodes that it had are in the scope that they were in, or around
     *     it where its control-flow node is gone; others in the innermost one from which all their readers see them, though
     *     not in a body that would compute them again and again
     */
    public ModelProto nested(ModelProto changed) {
        return hasScopes()
                ? changed.toBuilder()
                        .setGraph(new Nesting(changed.getGraph(), scopesIn(changed), outlines).nested())
                        .build()
                : changed;
    }

    private Map<String, Scope> scopesIn(ModelProto changed) {
        Set<String> exits = changed.getGraph().getNodeList().stream()
                .filter(FlatModel::isExit)
                .map(NodeProto::getName)
                .collect(Collectors.toSet());
        if (exits.equals(outlines.keySet())) {
            return scopes;
        }
        Map<String, Scope> left = new HashMap<>();
        scopes.forEach((node, scope) -> left.put(node, scope.within(exits)));
        return left;
    }

    /** The name of the control-flow node before one of whose graphs the entry stands. */
    public String controlOf(NodeProto entry) {
        return scopes.get(entry.getName()).node();
    }

    /** Whether the node is in a branch or in a body, and may not run. */
    public boolean isInScope(GraphNode node) {
        return scopes.containsKey(node.name()) && !scopes.get(node.name()).isMain();
    }

    /** Whether the node is one that only a flat model has. */
    public static boolean isEntry(GraphNode node) {
        return node.domain().equals(DOMAIN) && node.opType().equals(ENTRY);
    }

    /** As {@link #isEntry(GraphNode)}. */
    public static boolean isEntry(NodeProto node) {
        return node.getDomain().equals(DOMAIN) && node.getOpType().equals(ENTRY);
    }

    /** As {@link #isExit(GraphNode)}. */
    public static boolean isExit(NodeProto node) {
        return node.getDomain().equals(DOMAIN) && !node.getOpType().equals(ENTRY);
    }

    /** Of an exit: the place among its inputs of what becomes its first result. */
    public static int firstResult(NodeProto exit) {
        return (int) exit.getAttribute(0).getI();
    }

    /** Whether the node stands for the results of an If, Loop or Scan. */
    public static boolean isExit(GraphNode node) {
        return node.domain().equals(DOMAIN) && !node.opType().equals(ENTRY);
    }
}
