package dev.narrowgauge.engine.quantizer.oracle;

import static dev.narrowgauge.engine.onnx.graph.Attributes.integer;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import com.google.protobuf.ByteString;
import dev.narrowgauge.domain.recipe.IntegerType;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.numbers.ChannelAxis;
import dev.narrowgauge.engine.quantizer.numbers.QuantizationParameters;
import dev.narrowgauge.engine.quantizer.numbers.QuantizedWeights;
import dev.narrowgauge.engine.quantizer.numbers.WeightRange;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Quantize and dequantize give the runtime's numbers, bit for bit. */
class TestNumbersAgainstRuntime {
    private static final int VALUES = 4096;

    /** The first with 16-bit types. */
    private static final int OPSET = 21;

    @ParameterizedTest
    @EnumSource(IntegerType.class)
    void roundTripIsTheRuntimes(IntegerType type) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int trial = 0; trial < 20; trial++) {
            float low = (float) (-random.nextDouble() * Math.pow(10, random.nextInt(-6, 6)));
            float high = (float) (random.nextDouble() * Math.pow(10, random.nextInt(-6, 6)));
            assertRoundTrip(
                    random.nextBoolean()
                            ? QuantizationParameters.asymmetric(type, low, high)
                            : QuantizationParameters.symmetric(type, low, high),
                    random,
                    seed);
        }
    }

    @ParameterizedTest
    @EnumSource(IntegerType.class)
    void roundTripIsTheRuntimesAtTheEdges(IntegerType type) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (float scale : new float[] {Float.MIN_NORMAL, 1e-30f, 1e-3f, 1, 1e30f}) {
            for (int zeroPoint : new int[] {type.minimum(), type.symmetricZeroPoint(), type.maximum()}) {
                assertRoundTrip(new QuantizationParameters(type, scale, zeroPoint), random, seed);
            }
        }
    }

    private static void assertRoundTrip(QuantizationParameters parameters, Random random, long seed) {
        float[] values = values(parameters, random);
        float[] expected = Oracle.run(
                        roundTrip(parameters), Map.of("x", Oracle.tensor(values, VALUES)), OptLevel.NO_OPT)
                .get("y");
        for (int i = 0; i < VALUES; i++) {
            assertThat(parameters.dequantize(parameters.quantize(values[i])))
                    .as("seed %d, %s, value %s", seed, parameters, values[i])
                    .isEqualTo(expected[i]);
        }
    }

    /** Ordinary values, exact ties, zero, denormals, infinities, and values far outside. */
    private static float[] values(QuantizationParameters parameters, Random random) {
        int codes = parameters.type().maximum() - parameters.type().minimum() + 1;
        float[] values = new float[VALUES];
        for (int i = 0; i < VALUES; i++) {
            values[i] = switch (i % 6) {
                case 0 -> (random.nextInt(3 * codes) - 1.5f * codes + 0.5f) * parameters.scale();
                case 1 -> (float) (random.nextGaussian() * parameters.scale() * 4 * codes);
                case 2 -> i % 3 == 0 ? 0 : -0.0f;
                case 3 -> Float.intBitsToFloat(random.nextInt(1, 1 << 23)) * (random.nextBoolean() ? 1 : -1);
                case 4 -> random.nextBoolean() ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY;
                default -> (float) ((random.nextDouble() - 0.5) * codes * parameters.scale());
            };
        }
        return values;
    }

    private static ModelProto roundTrip(QuantizationParameters parameters) {
        TinyModel model = new TinyModel(0);
        String scale = model.scalar(parameters.scale());
        int zeroPoint = parameters.zeroPoint();
        byte[] bytes = parameters.type().bits() == 8
                ? new byte[] {(byte) zeroPoint}
                : new byte[] {(byte) zeroPoint, (byte) (zeroPoint >> 8)};
        String stored = model.constant(
                Tensors.raw("z", ElementType.valueOf(parameters.type().name()), ByteString.copyFrom(bytes)));
        String codes = model.node("QuantizeLinear", List.of(model.input("x", VALUES), scale, stored));
        model.nodeTo("DequantizeLinear", List.of(codes, scale, stored), List.of("y"));
        model.output("y");
        return model.build(OPSET);
    }

    /** The runtime quantizes the same weights with our scales, one for each channel, to the codes that we store. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void weightsHaveTheRuntimesCodesForEachChannel(int axis) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (WeightRange range : ranges()) {
            float[] weights = new float[24 * 40];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(-4, 3)));
            }
            QuantizedWeights quantized = QuantizedWeights.of(weights, ChannelAxis.of(List.of(24L, 40L), axis), range);
            TinyModel model = new TinyModel(0);
            byte[] zeroPoints = new byte[quantized.scales().length];
            Arrays.fill(zeroPoints, (byte) quantized.zeroPoint());
            ElementType type = ElementType.valueOf(range.type().name());
            String scales = model.constant(quantized.scales(), quantized.scales().length);
            String stored = model.constant(Tensors.raw("z", type, ByteString.copyFrom(zeroPoints), zeroPoints.length));
            String codes = model.node(
                    "QuantizeLinear", List.of(model.input("x", 24, 40), scales, stored), integer("axis", axis));
            model.output(model.node("Cast", List.of(codes), integer("to", ElementType.FLOAT.number())));
            float[] expected = Oracle.run(
                            model.build(OPSET), Map.of("x", Oracle.tensor(weights, 24, 40)), OptLevel.NO_OPT)
                    .values()
                    .iterator()
                    .next();
            for (int i = 0; i < weights.length; i++) {
                int code = range.type().isSigned()
                        ? quantized.codes()[i]
                        : Byte.toUnsignedInt(quantized.codes()[i]);
                assertThat((float) code)
                        .as("seed %d, %s, weight %s", seed, range, weights[i])
                        .isEqualTo(expected[i]);
                assertThat(Math.abs(code - range.zeroPoint())).isLessThanOrEqualTo(range.steps());
            }
        }
    }

    private static List<WeightRange> ranges() {
        return Stream.of(IntegerType.INT8, IntegerType.UINT8)
                .flatMap(type -> Stream.of(WeightRange.whole(type), WeightRange.reduced(type)))
                .toList();
    }

    @Test
    void twoProductsWithReducedWeightsFitSixteenBits() {
        assertThat(2
                        * IntegerType.UINT8.maximum()
                        * WeightRange.reduced(IntegerType.INT8).steps())
                .isLessThanOrEqualTo(Short.MAX_VALUE);
        assertThat(2
                        * IntegerType.UINT8.maximum()
                        * WeightRange.whole(IntegerType.INT8).steps())
                .isGreaterThan(Short.MAX_VALUE);
    }
}
