package dev.narrowgauge.engine.quantizer.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import com.google.protobuf.ByteString;
import dev.narrowgauge.domain.recipe.IntegerType;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.numbers.QuantizationParameters;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Quantize and dequantize give the runtime's numbers, bit for bit. */
class TestNumbersAgainstRuntime {
    private static final int VALUES = 4096;

    @ParameterizedTest
    @EnumSource(names = {"UINT8", "INT8"})
    void testRoundTripIsTheRuntimes(IntegerType type) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int trial = 0; trial < 20; trial++) {
            float low = (float) (-random.nextDouble() * Math.pow(10, random.nextInt(-6, 6)));
            float high = (float) (random.nextDouble() * Math.pow(10, random.nextInt(-6, 6)));
            QuantizationParameters parameters = random.nextBoolean()
                    ? QuantizationParameters.asymmetric(type, low, high)
                    : QuantizationParameters.symmetric(type, low, high);
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
    }

    /** Ordinary values, exact ties, zero, and values far outside. */
    private static float[] values(QuantizationParameters parameters, Random random) {
        float[] values = new float[VALUES];
        for (int i = 0; i < VALUES; i++) {
            values[i] = switch (i % 4) {
                case 0 -> (random.nextInt(600) - 300 + 0.5f) * parameters.scale();
                case 1 -> (float) (random.nextGaussian() * parameters.scale() * 1000);
                case 2 -> i % 3 == 0 ? 0 : -0.0f;
                default -> (float) ((random.nextDouble() - 0.5) * 260 * parameters.scale());
            };
        }
        return values;
    }

    private static ModelProto roundTrip(QuantizationParameters parameters) {
        TinyModel model = new TinyModel(0);
        String scale = model.scalar(parameters.scale());
        ElementType type = parameters.type() == IntegerType.INT8 ? ElementType.INT8 : ElementType.UINT8;
        String zeroPoint =
                model.constant(Tensors.raw("z", type, ByteString.copyFrom(new byte[] {(byte) parameters.zeroPoint()})));
        String codes = model.node("QuantizeLinear", List.of(model.input("x", VALUES), scale, zeroPoint));
        model.nodeTo("DequantizeLinear", List.of(codes, scale, zeroPoint), List.of("y"));
        model.output("y");
        return model.build();
    }
}
