package dev.narrowgauge.engine.runtime.verify;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Counts multiply-accumulates of kernels as ONNX Runtime runs them, in floats or in integers: for each value that a kernel
 * gives, as many as products are summed up in it.
 */
final class Multiplications {
    /** Convolutions with the input that holds their weights. */
    private static final Map<String, Integer> CONVOLUTIONS =
            Map.of("Conv", 1, "FusedConv", 1, "NhwcFusedConv", 1, "NhwcConv", 1, "ConvInteger", 1, "QLinearConv", 3);

    private static final Set<String> MATRIX_PRODUCTS = Set.of(
            "MatMul",
            "FusedMatMul",
            "Gemm",
            "FusedGemm",
            "QLinearMatMul",
            "QGemm",
            "MatMulInteger",
            "MatMulInteger16",
            "MatMulIntegerToFloat",
            "DynamicQuantizeMatMul",
            "MatMulNBits");

    private static final String TRANSPOSED_CONVOLUTION = "ConvTranspose";

    /** Two matrices, for the input and for the state, are applied at each step of each sequence. */
    private static final Set<String> RECURRENT = Set.of("LSTM", "GRU", "RNN", "DynamicQuantizeLSTM");

    private static final Set<String> ATTENTION = Set.of("Attention", "QAttention");

    /** They multiply as well, and how often does not follow from the shapes alone, or nobody has needed it. */
    private static final Set<String> OTHERS = Set.of(
            "DecoderMaskedMultiHeadAttention",
            "DecoderMaskedSelfAttention",
            "DeformConv",
            "Einsum",
            "GroupQueryAttention",
            "LinearClassifier",
            "LinearRegressor",
            "LongformerAttention",
            "MatMulBnb4",
            "MatMulFpQ4",
            "MoE",
            "MultiHeadAttention",
            "PackedAttention",
            "PackedMultiHeadAttention",
            "QMoE",
            "SVMClassifier",
            "SVMRegressor",
            "SparseAttention",
            "SparseToDenseMatMul",
            "WordConvEmbedding");

    /**
     * Of one kernel in one run.
     *
     * @param all null where it does not multiply, or nobody knows how often
     * @param inIntegers of them
     * @param unknown whether it multiplies, and nobody knows how often
     */
    record Count(Long all, long inIntegers, boolean unknown) {
        private static final Count NONE = new Count(null, 0, false);
        private static final Count UNKNOWN = new Count(null, 0, true);
    }

    private final Graph written;
    private final KernelNodes nodes;
    private final Map<String, List<Long>> constants = new HashMap<>();
    private final KernelProfile profile;

    /**
     * @param written the model as its user wrote it
     * @param nodes of it that the kernels compute
     * @param running the same after all fusions
     */
    Multiplications(Graph written, KernelNodes nodes, GraphProto running, KernelProfile profile) {
        this.written = written;
        this.nodes = nodes;
        this.profile = profile;
        running.getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor.getDimsList()));
    }

    Count of(NodeProto kernel) {
        String name = kernel.getName();
        if (!multiplies(kernel.getOpType()) || profile.isElsewhere(name)) {
            return Count.NONE;
        }
        List<List<Long>> inputs = profile.inputs(name);
        List<List<Long>> outputs = profile.outputs(name);
        if (inputs.isEmpty() || outputs.isEmpty()) {
            return Count.UNKNOWN;
        }
        Optional<Long> once = once(kernel, inputs.getFirst(), outputs.getFirst());
        boolean isInteger = RunningGraph.isIntegerKernel(kernel);
        return once.map(count -> count * profile.turns(name))
                .map(all -> new Count(all, isInteger ? inIntegers(kernel, inputs.getFirst(), all) : 0, false))
                .orElse(Count.UNKNOWN);
    }

    private static boolean multiplies(String operator) {
        return MATRIX_PRODUCTS.contains(operator)
                || CONVOLUTIONS.containsKey(operator)
                || operator.equals(TRANSPOSED_CONVOLUTION)
                || RECURRENT.contains(operator)
                || ATTENTION.contains(operator)
                || OTHERS.contains(operator);
    }

    private Optional<Long> once(NodeProto kernel, List<Long> first, List<Long> result) {
        String operator = kernel.getOpType();
        if (MATRIX_PRODUCTS.contains(operator)) {
            return depth(kernel, first).map(depth -> MacCount.product(result) * depth);
        }
        if (operator.equals(TRANSPOSED_CONVOLUTION)) {
            return constant(kernel, 1)
                    .map(weights -> MacCount.product(first) * (MacCount.product(weights) / weights.getFirst()));
        }
        if (RECURRENT.contains(operator)) {
            return recurrence(kernel, first);
        }
        if (ATTENTION.contains(operator)) {
            return projections(kernel, first)
                    .flatMap(count -> scores(kernel, first).map(more -> count + more));
        }
        return convolution(kernel, result);
    }

    /** Of attention only the projections are: scores and their sums stay float. */
    private long inIntegers(NodeProto kernel, List<Long> first, long all) {
        return ATTENTION.contains(kernel.getOpType())
                ? projections(kernel, first).orElse(0L) * profile.turns(kernel.getName())
                : all;
    }

    private Optional<Long> recurrence(NodeProto kernel, List<Long> first) {
        Optional<Long> weights = constant(kernel, 1)
                .flatMap(input -> constant(kernel, 2).map(state -> MacCount.product(input) + MacCount.product(state)));
        return first.size() == 3 ? weights.map(each -> first.get(0) * first.get(1) * each) : Optional.empty();
    }

    /** Of values of samples x places x depth. */
    private Optional<Long> projections(NodeProto kernel, List<Long> first) {
        return first.size() == 3
                ? constant(kernel, 1)
                        .filter(weights -> weights.size() == 2)
                        .map(weights -> MacCount.product(first) * weights.get(1))
                : Optional.empty();
    }

    /** Each place with each, and the sum of their values; without places of runs before. */
    private Optional<Long> scores(NodeProto kernel, List<Long> first) {
        boolean hasPast = kernel.getOutputCount() > 1 && !kernel.getOutput(1).isEmpty();
        return hasPast
                ? Optional.empty()
                : constant(kernel, 1)
                        .map(weights -> first.get(0) * first.get(1) * first.get(1) * (weights.get(1) / 3) * 2);
    }

    private Optional<List<Long>> constant(NodeProto kernel, int place) {
        return kernel.getInputCount() > place
                ? Optional.ofNullable(constants.get(kernel.getInput(place))).filter(dims -> !dims.isEmpty())
                : Optional.empty();
    }

    private Optional<Long> convolution(NodeProto kernel, List<Long> result) {
        Integer place = CONVOLUTIONS.get(kernel.getOpType());
        if (place == null || kernel.getInputCount() <= place || result.isEmpty()) {
            return Optional.empty();
        }
        // As they are written: a blocked layout fills them up.
        List<Long> weights = nodes.of(kernel).stream()
                .filter(node -> node.isStandard("Conv"))
                .flatMap(node -> weights(node.input(1)).stream())
                .findFirst()
                .or(() -> Optional.ofNullable(constants.get(kernel.getInput(place))))
                .orElse(List.of());
        return weights.isEmpty() ? Optional.empty() : Optional.of(MacCount.conv(kernel, weights, result));
    }

    /** As many products are summed up in each value. */
    private static Optional<Long> depth(NodeProto kernel, List<Long> first) {
        if (intAttribute(kernel, "transBatchA") != 0) {
            return Optional.empty();
        }
        int fromLast = intAttribute(kernel, "transA") == 0 ? 1 : 2;
        return first.size() < fromLast ? Optional.empty() : Optional.of(first.get(first.size() - fromLast));
    }

    private static long intAttribute(NodeProto kernel, String name) {
        return kernel.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals(name))
                .mapToLong(AttributeProto::getI)
                .findFirst()
                .orElse(0);
    }

    private Optional<List<Long>> weights(String value) {
        String stored = written.producer(value)
                .filter(producer -> producer.isStandard("DequantizeLinear"))
                .map(producer -> producer.input(0))
                .orElse(value);
        return written.constant(stored).map(TensorProto::getDimsList);
    }
}
