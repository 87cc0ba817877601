package dev.narrowgauge.engine.runtime.verify;

import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the kernel that computes a node of the float model. Fusions keep either the name of a node, with a suffix of the
 * layout optimizer perhaps, or the name of the value that it gives, or that of the codes it is quantized to.
 */
final class KernelMatch {
    /** Operators that an integer kernel takes the place of, with the names that their float kernels have after fusion. */
    private static final Map<String, String> FLOAT_KERNELS = Map.ofEntries(
            Map.entry("Conv", "Conv"),
            Map.entry("FusedConv", "Conv"),
            Map.entry("NhwcFusedConv", "Conv"),
            Map.entry("Gemm", "Gemm"),
            Map.entry("FusedGemm", "Gemm"),
            Map.entry("MatMul", "MatMul"),
            Map.entry("FusedMatMul", "MatMul"),
            Map.entry("Add", "Add"),
            Map.entry("Mul", "Mul"),
            Map.entry("Concat", "Concat"),
            Map.entry("Where", "Where"),
            Map.entry("LeakyRelu", "LeakyRelu"),
            Map.entry("Sigmoid", "Sigmoid"),
            Map.entry("Softmax", "Softmax"),
            Map.entry("AveragePool", "AveragePool"),
            Map.entry("GlobalAveragePool", "GlobalAveragePool"));

    private static final Pattern LAYOUT_SUFFIX = Pattern.compile("(_nchwc)?(_token_\\d+)?$");
    private static final String FUSED_PREFIX = "fused ";
    static final Set<String> LAYOUT_OPERATORS = Set.of("ReorderInput", "ReorderOutput");

    private final Map<String, GraphNode> originals;
    private final Map<String, GraphNode> copies;
    private final Graph quantized;
    private final Set<String> absorbed = new HashSet<>();
    private final Map<String, NodeProto> byName = new HashMap<>();
    private final Map<String, NodeProto> byValue = new HashMap<>();

    KernelMatch(List<NodeReport> planned, GraphProto baseline, GraphProto quantized, RunningGraph running) {
        this.originals = byName(Graph.of(baseline));
        this.quantized = Graph.of(quantized);
        this.copies = byName(this.quantized);
        planned.stream()
                .filter(node -> node.placement().equals(NodeReport.ABSORBED))
                .forEach(node -> absorbed.add(node.name()));
        for (NodeProto node : running.nodes()) {
            if (!RunningGraph.isConversion(node) && !LAYOUT_OPERATORS.contains(node.getOpType())) {
                String name = plain(node.getName());
                byName.putIfAbsent(name, node);
                byValue.putIfAbsent(name, node);
                node.getOutputList().forEach(output -> byValue.put(output, node));
            }
        }
    }

    /** Empty where nothing is left of the node. */
    Optional<NodeProto> of(NodeReport node) {
        NodeProto named = byName.get(node.name());
        if (named != null) {
            return Optional.of(named);
        }
        return byValue(node.name()).or(() -> behind(node));
    }

    private Optional<NodeProto> byValue(String node) {
        return values(node).stream()
                .filter(byValue::containsKey)
                .map(byValue::get)
                .findFirst();
    }

    /** The float kernel of the node under the name of an activation behind it, such as that of a Conv with its Tanh. */
    private Optional<NodeProto> behind(NodeReport node) {
        Optional<GraphNode> reader = onlyReader(Optional.ofNullable(copies.get(node.name())));
        while (reader.isPresent() && !reader.get().opType().equals(node.opType())) {
            String name = reader.get().name();
            Optional<NodeProto> kernel = Optional.ofNullable(byName.get(name)).or(() -> byValue(name));
            if (kernel.isPresent()) {
                return kernel.filter(fused -> isFloatKernel(fused, node.opType()));
            }
            reader = onlyReader(reader);
        }
        return Optional.empty();
    }

    private Optional<GraphNode> onlyReader(Optional<GraphNode> node) {
        return node.filter(one -> one.outputs().size() == 1)
                .map(one -> quantized.consumers(one.output(0)))
                .filter(readers -> readers.size() == 1)
                .map(readers -> readers.iterator().next());
    }

    /** Whether it does in float what a node of the operator does, perhaps with what was fused to it. */
    static boolean isFloatKernel(NodeProto kernel, String operator) {
        return operator.equals(FLOAT_KERNELS.get(kernel.getOpType()));
    }

    /** The node in the float model. */
    Optional<GraphNode> original(NodeReport node) {
        return Optional.ofNullable(originals.get(node.name()));
    }

    private static Map<String, GraphNode> byName(Graph graph) {
        return graph.nodes().stream().collect(Collectors.toMap(GraphNode::name, Function.identity()));
    }

    static String plain(String name) {
        String start = name.startsWith(FUSED_PREFIX) ? name.substring(FUSED_PREFIX.length()) : name;
        return LAYOUT_SUFFIX.matcher(start).replaceFirst("");
    }

    /** Every name that the node's result has on its way to its readers. */
    private Collection<String> values(String node) {
        Set<String> values = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>();
        Stream.of(originals, copies)
                .filter(nodes -> nodes.containsKey(node))
                .forEach(nodes -> open.addAll(nodes.get(node).outputs()));
        while (!open.isEmpty()) {
            String value = open.removeFirst();
            if (value.isEmpty() || !values.add(value)) {
                continue;
            }
            quantized
                    .producer(value)
                    .filter(producer -> producer.isStandard("DequantizeLinear"))
                    .ifPresent(producer -> open.add(producer.input(0)));
            for (GraphNode reader : quantized.consumers(value)) {
                if (reader.isStandard("QuantizeLinear") || absorbed.contains(reader.name())) {
                    open.addAll(reader.outputs());
                }
            }
        }
        return values;
    }
}
