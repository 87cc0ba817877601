package dev.narrowgauge.engine.quantizer.numbers;

import com.google.protobuf.ByteString;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.model.WeakIdentityMap;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * Quantizes constants, each in the same way once: a search makes many variants of one model, and most of their weights are
 * the same. What was made of a constant is forgotten together with it.
 */
public final class KnownWeights {
    private static final WeakIdentityMap<ByteString, Map<Way, QuantizedWeights>> KNOWN = new WeakIdentityMap<>();

    /** Everything but the bytes that the result follows from. */
    private record Way(int type, List<Long> dims, Object form, ChannelAxis axis, WeightFit fit) {}

    private KnownWeights() {}

    /**
     * @param form what {@code values} does to the constant's values, as something that is equal for equal ways
     * @param values of the constant as they are quantized
     */
    public static QuantizedWeights of(
            TensorProto constant, Object form, UnaryOperator<float[]> values, ChannelAxis axis, WeightFit fit) {
        if (!constant.hasRawData()) {
            return QuantizedWeights.of(values.apply(TensorValues.floats(constant)), axis, fit, null, 1);
        }
        Map<Way, QuantizedWeights> known = KNOWN.get(constant.getRawData());
        if (known == null) {
            known = new ConcurrentHashMap<>();
            KNOWN.put(constant.getRawData(), known);
        }
        var way = new Way(constant.getDataType(), constant.getDimsList(), form, axis, fit);
        return known.computeIfAbsent(
                way, key -> QuantizedWeights.of(values.apply(TensorValues.floats(constant)), axis, fit, null, 1));
    }
}
