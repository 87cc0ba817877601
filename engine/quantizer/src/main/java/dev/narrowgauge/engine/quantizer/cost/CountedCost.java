package dev.narrowgauge.engine.quantizer.cost;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.shape.Dimension;
import dev.narrowgauge.engine.onnx.shape.Shapes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one run of a graph takes on one thread, counted: multiply-accumulates, values read and written, and calls, each at the
 * rate of the kernel that does it. No clock is involved, so the same graph always costs the same.
 *
 * @param nodes in the order of the graph; those of the costliest branch stand for a node with subgraphs
 */
public record CountedCost(List<NodeCost> nodes) {
    /**
     * @param name of the node, with that of the node around it before it where it lies in a subgraph
     * @param calls what its kernels do
     */
    public record NodeCost(String name, String opType, List<KernelCall> calls, double nanos) {}

    public CountedCost {
        nodes = List.copyOf(nodes);
    }

    /** Where nobody knows which branches are taken. */
    public static CountedCost of(ModelProto runningGraph, Map<String, List<Long>> inputDims, KernelRates rates) {
        return of(runningGraph, inputDims, Set.of(), rates);
    }

    /**
     * @param runningGraph as ONNX Runtime saves it after all its optimizations
     * @param inputDims the shape of each input in that run; what is missing has the declared shape, and what stays unknown
     *     counts as one
     * @param untaken branches that count nothing, see {@link #branch}
     */
    public static CountedCost of(
            ModelProto runningGraph, Map<String, List<Long>> inputDims, Set<String> untaken, KernelRates rates) {
        Map<String, List<Dimension>> given = new HashMap<>();
        inputDims.forEach((name, shape) ->
                given.put(name, shape.stream().map(Dimension::of).toList()));
        return new CountedCost(nodes(runningGraph.getGraph(), new Run(given, untaken, rates), ""));
    }

    /** What a branch of a condition is called. */
    public static String branch(String condition, String attribute) {
        return condition + "/" + attribute;
    }

    private record Run(Map<String, List<Dimension>> given, Set<String> untaken, KernelRates rates) {
        Run around(Map<String, List<Dimension>> values) {
            return new Run(values, untaken, rates);
        }
    }

    public double nanos() {
        return nodes.stream().mapToDouble(NodeCost::nanos).sum();
    }

    private static List<NodeCost> nodes(GraphProto proto, Run run, String path) {
        Graph graph = Graph.of(proto);
        Shapes shapes = Shapes.in(graph, run.given());
        RunningKernels kernels = new RunningKernels(graph, new Sizes(shapes));
        List<NodeCost> costs = new ArrayList<>();
        for (GraphNode node : graph.topologicalOrder()) {
            // Nodes of a prepared model are named after where they stand already.
            String name = node.name().contains(path) ? node.name() : path + node.name();
            if (node.hasSubgraphs()) {
                costs.addAll(costliest(node, shapes, run, name + "/"));
            } else {
                List<KernelCall> calls = kernels.of(node);
                double nanos = calls.stream()
                        .mapToDouble(call -> run.rates().nanos(call.kernel(), call.work()))
                        .sum();
                costs.add(new NodeCost(name, node.opType(), calls, nanos));
            }
        }
        return costs;
    }

    /** Of a condition the branch that takes longer, of those that may be taken; of a loop one turn, as nobody knows how many there will be. */
    private static List<NodeCost> costliest(GraphNode node, Shapes shapes, Run run, String path) {
        Map<String, List<Dimension>> around = new HashMap<>(run.given());
        node.capturedValues().forEach(value -> shapes.of(value).ifPresent(shape -> around.put(value, shape)));
        List<NodeCost> most = List.of();
        for (Map.Entry<String, GraphProto> subgraph : node.namedSubgraphs().entrySet()) {
            List<NodeCost> costs = run.untaken().contains(branch(node.name(), subgraph.getKey()))
                    ? List.of()
                    : nodes(subgraph.getValue(), run.around(around), path);
            if (new CountedCost(costs).nanos() > new CountedCost(most).nanos()) {
                most = costs;
            }
        }
        return most;
    }
}
