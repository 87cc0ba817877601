package dev.narrowgauge.engine.runtime.verify;

import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Holds the plan against the graph that ONNX Runtime really runs: a node that was meant for an integer kernel and is still
 * there as a float operator computes in float, between conversions.
 */
final class IntegerKernels {
    /** Float operators that an integer kernel takes the place of, with the names they have after fusion. */
    private static final Map<String, String> FLOAT_OPERATORS = Map.ofEntries(
            Map.entry("Conv", "Conv"),
            Map.entry("FusedConv", "Conv"),
            Map.entry("Gemm", "Gemm"),
            Map.entry("FusedGemm", "Gemm"),
            Map.entry("MatMul", "MatMul"),
            Map.entry("FusedMatMul", "MatMul"),
            Map.entry("Add", "Add"),
            Map.entry("Mul", "Mul"),
            Map.entry("Concat", "Concat"),
            Map.entry("LeakyRelu", "LeakyRelu"),
            Map.entry("Sigmoid", "Sigmoid"),
            Map.entry("Softmax", "Softmax"),
            Map.entry("AveragePool", "AveragePool"),
            Map.entry("GlobalAveragePool", "GlobalAveragePool"));

    /** What the layout optimizer appends to a node's name. */
    private static final Pattern LAYOUT_SUFFIX = Pattern.compile("_token_\\d+$");

    private static final String REASON = "ONNX Runtime does not fuse it to an integer kernel on this machine.";

    private IntegerKernels() {}

    /**
     * @param planned the decision for each node
     * @param quantized the graph as it was written
     * @param running the same graph as ONNX Runtime runs it
     * @return the decisions, with those that the runtime did not follow as float
     */
    static List<NodeReport> confirm(List<NodeReport> planned, GraphProto quantized, GraphProto running) {
        Map<String, Set<String>> outputs = new HashMap<>();
        quantized.getNodeList().forEach(node -> outputs.put(node.getName(), Set.copyOf(node.getOutputList())));
        Set<String> floatNodes = new HashSet<>();
        Set<String> floatValues = new HashSet<>();
        for (NodeProto node : running.getNodeList()) {
            String operator = FLOAT_OPERATORS.get(node.getOpType());
            if (operator != null) {
                String name = LAYOUT_SUFFIX.matcher(node.getName()).replaceFirst("");
                floatNodes.add(operator + " " + name);
                floatValues.addAll(node.getOutputList());
            }
        }
        return planned.stream()
                .map(node -> {
                    boolean stayed = floatNodes.contains(node.opType() + " " + node.name())
                            || outputs.getOrDefault(node.name(), Set.of()).stream()
                                    .anyMatch(floatValues::contains);
                    return stayed && node.placement().equals(NodeReport.QUANTIZED)
                            ? new NodeReport(node.name(), node.opType(), NodeReport.FLOAT, REASON)
                            : node;
                })
                .toList();
    }
}
