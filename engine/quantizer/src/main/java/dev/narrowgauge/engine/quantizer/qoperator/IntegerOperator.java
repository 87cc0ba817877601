package dev.narrowgauge.engine.quantizer.qoperator;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The integer operator that computes what a float operator between DequantizeLinear and QuantizeLinear does.
 *
 * @param floatType the operator between Q and DQ, of the standard domain
 * @param domain of the integer operator
 * @param withoutResultCodes the operator that gives the result as float, empty where there is none
 */
record IntegerOperator(String floatType, String domain, String opType, Layout layout, String withoutResultCodes) {
    /** ONNX Runtime's own operators. */
    static final String MICROSOFT = "com.microsoft";

    /** The order of inputs; each tensor of codes is followed by its scale and zero point. */
    enum Layout {
        /** All inputs, then scale and zero point of the result. */
        INPUTS_RESULT,
        /** As above, and then the bias. */
        INPUTS_RESULT_BIAS,
        /** Both factors, the bias, then scale and zero point of the result. */
        INPUTS_BIAS_RESULT,
        /** Scale and zero point of the result, then all inputs. */
        RESULT_INPUTS,
        /** The condition, both choices, then scale and zero point of the result. */
        CONDITION_INPUTS_RESULT,
        /** The same operator takes codes as it takes floats, and gives codes of the same scale. */
        MOVE,
        /** The same operator takes codes and gives indices. */
        INDEX
    }

    private static final Map<String, IntegerOperator> BY_FLOAT_TYPE = Stream.of(
                    standard("Conv", "QLinearConv", Layout.INPUTS_RESULT_BIAS, ""),
                    standard("MatMul", "QLinearMatMul", Layout.INPUTS_RESULT, "MatMulIntegerToFloat"),
                    contributed("Gemm", "QGemm", Layout.INPUTS_BIAS_RESULT, "QGemm"),
                    contributed("Add", "QLinearAdd", Layout.INPUTS_RESULT),
                    contributed("Mul", "QLinearMul", Layout.INPUTS_RESULT),
                    contributed("LeakyRelu", "QLinearLeakyRelu", Layout.INPUTS_RESULT),
                    contributed("Sigmoid", "QLinearSigmoid", Layout.INPUTS_RESULT),
                    contributed("Softmax", "QLinearSoftmax", Layout.INPUTS_RESULT),
                    contributed("AveragePool", "QLinearAveragePool", Layout.INPUTS_RESULT),
                    contributed("GlobalAveragePool", "QLinearGlobalAveragePool", Layout.INPUTS_RESULT),
                    contributed("Concat", "QLinearConcat", Layout.RESULT_INPUTS),
                    contributed("Where", "QLinearWhere", Layout.CONDITION_INPUTS_RESULT),
                    same("MaxPool", Layout.MOVE),
                    same("ReduceMax", Layout.MOVE),
                    same("ReduceMin", Layout.MOVE),
                    same("Reshape", Layout.MOVE),
                    same("Flatten", Layout.MOVE),
                    same("Squeeze", Layout.MOVE),
                    same("Unsqueeze", Layout.MOVE),
                    same("Transpose", Layout.MOVE),
                    same("Split", Layout.MOVE),
                    same("Slice", Layout.MOVE),
                    same("Gather", Layout.MOVE),
                    same("GatherElements", Layout.MOVE),
                    same("Expand", Layout.MOVE),
                    same("Tile", Layout.MOVE),
                    same("Resize", Layout.MOVE),
                    same("DepthToSpace", Layout.MOVE),
                    same("ArgMax", Layout.INDEX))
            .collect(toUnmodifiableMap(IntegerOperator::floatType, Function.identity()));

    static Optional<IntegerOperator> of(String domain, String opType) {
        return domain.isEmpty() ? Optional.ofNullable(BY_FLOAT_TYPE.get(opType)) : Optional.empty();
    }

    private static IntegerOperator standard(String floatType, String opType, Layout layout, String withoutResultCodes) {
        return new IntegerOperator(floatType, "", opType, layout, withoutResultCodes);
    }

    private static IntegerOperator contributed(String floatType, String opType, Layout layout) {
        return contributed(floatType, opType, layout, "");
    }

    private static IntegerOperator contributed(
            String floatType, String opType, Layout layout, String withoutResultCodes) {
        return new IntegerOperator(floatType, MICROSOFT, opType, layout, withoutResultCodes);
    }

    private static IntegerOperator same(String opType, Layout layout) {
        return new IntegerOperator(opType, "", opType, layout, "");
    }
}
