package dev.narrowgauge.engine.quantizer.placement;

import static dev.narrowgauge.engine.quantizer.placement.OperatorRule.ALL_INPUTS;
import static dev.narrowgauge.engine.quantizer.placement.OperatorRule.Role.ARITHMETIC;
import static dev.narrowgauge.engine.quantizer.placement.OperatorRule.Role.MOVE;
import static dev.narrowgauge.engine.quantizer.placement.OperatorRule.arithmetic;
import static dev.narrowgauge.engine.quantizer.placement.OperatorRule.cut;
import static dev.narrowgauge.engine.quantizer.placement.OperatorRule.move;
import static dev.narrowgauge.engine.quantizer.placement.OperatorRule.multiply;
import static dev.narrowgauge.engine.quantizer.placement.OperatorRule.pooling;
import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What one target fuses; an operator that is not in the table stays float there. */
public final class OperatorRules {
    /** ONNX Runtime's CPU execution provider, as its optimized graphs show; opset 13 and later. */
    public static final OperatorRules ONNX_RUNTIME_CPU = new OperatorRules(
            multiply("Conv", false),
            multiply("Gemm", true),
            multiply("MatMul", true),
            arithmetic("Add", 2),
            arithmetic("Mul", 2),
            arithmetic("Concat", ALL_INPUTS),
            arithmetic("LeakyRelu", 1),
            arithmetic("Sigmoid", 1),
            arithmetic("Softmax", 1),
            pooling("AveragePool", ARITHMETIC),
            pooling("GlobalAveragePool", ARITHMETIC),
            pooling("MaxPool", MOVE),
            move("Reshape"),
            move("Flatten"),
            move("Squeeze"),
            move("Unsqueeze"),
            move("Transpose"),
            cut("Relu"),
            cut("Clip"));

    private final Map<String, OperatorRule> byOpType;

    private OperatorRules(OperatorRule... rules) {
        byOpType = Stream.of(rules).collect(toUnmodifiableMap(OperatorRule::opType, Function.identity()));
    }

    public Optional<OperatorRule> of(String domain, String opType) {
        return domain.isEmpty() ? Optional.ofNullable(byOpType.get(opType)) : Optional.empty();
    }
}
