package dev.narrowgauge.engine.runtime.verify;

import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.engine.onnx.graph.FlatModel;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Counts multiply-accumulates of one run: for each value that a node gives, as many as products are summed up in it.
 * Shapes are those that the kernels met, and a branch that no sample took multiplies nothing.
 */
final class MacCount {
    private static final Set<String> COUNTED = Set.of("Conv", "ConvTranspose", "Gemm", "MatMul");
    private static final String BLOCKED_LAYOUT = "com.microsoft.nchwc";

    private final FlatModel flat;
    private final Graph baseline;
    private final KernelProfile profile;
    private long inIntegers;
    private long inFloat;
    private boolean unknown;

    MacCount(FlatModel baseline, KernelProfile profile) {
        this.flat = baseline;
        this.baseline = Graph.of(baseline.graph());
        this.profile = profile;
    }

    static boolean counts(String opType) {
        return COUNTED.contains(opType);
    }

    /** A node without a kernel of its own. */
    void skip(NodeReport node) {
        unknown |= counts(node.opType());
    }

    void add(GraphNode node, NodeProto kernel, boolean integer) {
        boolean isNotTaken = flat.isInScope(node) && profile.isElsewhere(kernel.getName());
        if (!node.domain().isEmpty() || !counts(node.opType()) || isNotTaken) {
            return;
        }
        OptionalLong count = count(node, kernel);
        unknown |= count.isEmpty();
        long all = count.orElse(0) * profile.turns(kernel.getName());
        if (integer) {
            inIntegers += all;
        } else {
            inFloat += all;
        }
    }

    /** Null where a shape is not known or nothing multiplies. */
    Double integerShare() {
        long all = inIntegers + inFloat;
        return unknown || all == 0 ? null : Double.valueOf((double) inIntegers / all);
    }

    private OptionalLong count(GraphNode node, NodeProto kernel) {
        List<List<Long>> inputs = profile.inputs(kernel.getName());
        List<List<Long>> outputs = profile.outputs(kernel.getName());
        if (inputs.isEmpty() || outputs.isEmpty()) {
            return OptionalLong.empty();
        }
        List<Long> weights =
                baseline.constant(node.input(1)).map(TensorProto::getDimsList).orElse(List.of());
        List<Long> first = inputs.getFirst();
        List<Long> result = outputs.getFirst();
        return switch (node.opType()) {
            case "MatMul" -> {
                Optional<Long> depth = depth(weights, first);
                yield depth.isEmpty() ? OptionalLong.empty() : OptionalLong.of(product(result) * depth.get());
            }
            case "Gemm" ->
                weights.size() == 2
                        ? OptionalLong.of(product(result) * weights.get(node.intAttribute("transB", 0) == 0 ? 0 : 1))
                        : OptionalLong.empty();
            case "ConvTranspose" ->
                weights.isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(product(first) * (product(weights) / Math.max(1, weights.getFirst())));
            default -> weights.isEmpty() ? OptionalLong.empty() : OptionalLong.of(conv(kernel, weights, result));
        };
    }

    private static Optional<Long> depth(List<Long> weights, List<Long> first) {
        if (weights.size() >= 2) {
            return Optional.of(weights.get(weights.size() - 2));
        }
        return first.isEmpty() ? Optional.empty() : Optional.of(first.getLast());
    }

    static long conv(NodeProto kernel, List<Long> weights, List<Long> result) {
        long channels = weights.getFirst();
        // A blocked layout fills up the channels of its result.
        long values = kernel.getDomain().equals(BLOCKED_LAYOUT) && result.size() > 1
                ? product(result) / result.get(1) * channels
                : product(result);
        return values * (product(weights) / Math.max(1, channels));
    }

    static long product(List<Long> dims) {
        return dims.stream().reduce(1L, (a, b) -> a * b);
    }
}
