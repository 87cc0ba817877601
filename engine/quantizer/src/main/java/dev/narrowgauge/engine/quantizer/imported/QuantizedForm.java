package dev.narrowgauge.engine.quantizer.imported;

import dev.narrowgauge.engine.onnx.graph.Subgraphs;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** How a model that comes quantized holds its integers. */
public enum QuantizedForm {
    /** QuantizeLinear and DequantizeLinear around float operators, as quantization-aware training exports it. */
    QDQ,
    /** Operators that take scales and zero points themselves. */
    QOPERATOR,
    /** Activations are quantized while the model runs. */
    DYNAMIC,
    /** Weights of a few bits only. */
    WEIGHT_ONLY;

    private static final Set<String> PAIR = Set.of("QuantizeLinear", "DequantizeLinear");
    private static final Set<String> DYNAMIC_OPERATORS = Set.of(
            "DynamicQuantizeLinear",
            "MatMulInteger",
            "ConvInteger",
            "MatMulIntegerToFloat",
            "DynamicQuantizeMatMul",
            "DynamicQuantizeLSTM");
    private static final Set<String> WEIGHT_OPERATORS = Set.of("MatMulNBits", "MatMulBnb4", "GatherBlockQuantized");

    /** Every form that occurs anywhere in the model; none in a float model. */
    public static Set<QuantizedForm> of(ModelProto model) {
        Set<QuantizedForm> forms = EnumSet.noneOf(QuantizedForm.class);
        Subgraphs.visitNodes(
                model.getGraph(), node -> ofOperator(node.getOpType()).ifPresent(forms::add));
        return forms;
    }

    /** The form that an operator belongs to. */
    public static Optional<QuantizedForm> ofOperator(String opType) {
        if (PAIR.contains(opType)) {
            return Optional.of(QDQ);
        }
        if (DYNAMIC_OPERATORS.contains(opType)) {
            return Optional.of(DYNAMIC);
        }
        if (WEIGHT_OPERATORS.contains(opType)) {
            return Optional.of(WEIGHT_ONLY);
        }
        boolean isOperator = opType.startsWith("QLinear")
                || opType.equals("QGemm")
                || opType.startsWith("QAttention")
                || opType.startsWith("QEmbed");
        return isOperator ? Optional.of(QOPERATOR) : Optional.empty();
    }
}
