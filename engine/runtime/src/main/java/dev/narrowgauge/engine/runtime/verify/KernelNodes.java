package dev.narrowgauge.engine.runtime.verify;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the nodes of a model that a kernel computes. After fusion a kernel has the name of one of them, which may be the
 * first, such as the Conv, or the last, such as the Relu behind it; and a layout of its own renames the values between kernels.
 */
final class KernelNodes {
    private final Graph written;
    private final Map<String, GraphNode> byName = new HashMap<>();
    private final Set<String> kernels = new HashSet<>();
    private final Set<String> given = new HashSet<>();

    /** @param running the kernels of the same model */
    KernelNodes(Graph written, List<NodeProto> running) {
        this.written = written;
        written.nodes().forEach(node -> byName.putIfAbsent(node.name(), node));
        running.stream()
                .filter(kernel -> !KernelMatch.LAYOUT_OPERATORS.contains(kernel.getOpType()))
                .forEach(kernel -> {
                    kernels.add(KernelMatch.plain(kernel.getName()));
                    given.addAll(kernel.getOutputList());
                });
    }

    /** In the order of the data flow; empty where neither its name nor its value is the model's. */
    List<GraphNode> of(NodeProto kernel) {
        Optional<GraphNode> known = Optional.of(KernelMatch.plain(kernel.getName()))
                .filter(name -> !name.isEmpty())
                .map(byName::get)
                .or(() -> kernel.getOutputList().stream()
                        .flatMap(value -> written.producer(value).stream())
                        .findFirst());
        Deque<GraphNode> nodes = new ArrayDeque<>();
        known.ifPresent(node -> {
            nodes.add(node);
            addBefore(nodes);
            addBehind(nodes);
        });
        return List.copyOf(nodes);
    }

    private void addBefore(Deque<GraphNode> nodes) {
        Optional<GraphNode> before = before(nodes.getFirst());
        while (before.isPresent()) {
            nodes.addFirst(before.get());
            before = before(before.get());
        }
    }

    private void addBehind(Deque<GraphNode> nodes) {
        Optional<GraphNode> behind = behind(nodes.getLast());
        while (behind.isPresent()) {
            nodes.addLast(behind.get());
            behind = behind(behind.get());
        }
    }

    /** Nothing is fused in front of what multiplies, and codes are another kernel's. */
    private Optional<GraphNode> before(GraphNode node) {
        return Optional.of(node)
                .filter(one ->
                        !multiplies(one) && !isConversion(one) && !one.inputs().isEmpty())
                .flatMap(one -> written.producer(one.input(0)))
                .filter(producer -> !isConversion(producer) && isNoKernel(producer) && isReadOnce(producer));
    }

    private Optional<GraphNode> behind(GraphNode node) {
        return Optional.of(node)
                .filter(one -> !isConversion(one) && isReadOnce(one))
                .map(one -> written.consumers(one.output(0)).getFirst())
                .filter(reader -> !multiplies(reader) && isNoKernel(reader));
    }

    private boolean isReadOnce(GraphNode node) {
        return node.outputs().size() == 1
                && !written.isGraphOutput(node.output(0))
                && written.consumers(node.output(0)).size() == 1;
    }

    private boolean isNoKernel(GraphNode node) {
        return !kernels.contains(node.name()) && node.outputs().stream().noneMatch(given::contains);
    }

    private static boolean multiplies(GraphNode node) {
        return node.domain().isEmpty() && MacCount.counts(node.opType());
    }

    private static boolean isConversion(GraphNode node) {
        return RunningGraph.CONVERSIONS.contains(node.opType());
    }
}
