package dev.narrowgauge.engine.quantizer.dynamic;

import dev.narrowgauge.engine.onnx.graph.GraphNode;
import java.util.Map;
import java.util.Optional;

/** The operators for which ONNX Runtime's CPU provider has such kernels. */
final class DynamicOperators {
    /** The domain of ONNX Runtime's own operators. */
    static final String MICROSOFT = "com.microsoft";

    private static final Map<String, DynamicOperator> STANDARD = Map.of(
            "MatMul", new IntegerProduct(),
            "Gemm", new IntegerProduct(),
            "Conv", new IntegerConvolution(),
            "LSTM", new RecurrentLayer());

    private static final Map<String, DynamicOperator> CONTRIBUTED = Map.of("Attention", new AttentionLayer());

    private DynamicOperators() {}

    static Optional<DynamicOperator> of(GraphNode node) {
        return switch (node.domain()) {
            case "" -> Optional.ofNullable(STANDARD.get(node.opType()));
            case MICROSOFT -> Optional.ofNullable(CONTRIBUTED.get(node.opType()));
            default -> Optional.empty();
        };
    }
}
