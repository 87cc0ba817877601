package dev.narrowgauge.engine.quantizer.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.narrowgauge.domain.recipe.IntegerType;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.recipe.WeightSettings;
import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.quantizer.numbers.ChannelAxis;
import dev.narrowgauge.engine.quantizer.numbers.ProductLayout;
import dev.narrowgauge.engine.quantizer.numbers.QuantizationParameters;
import dev.narrowgauge.engine.quantizer.numbers.QuantizedWeights;
import dev.narrowgauge.engine.quantizer.numbers.WeightFit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The runtime's integer kernels give, bit for bit, what integer arithmetic says. Weights are as the target x86-avx2 has
 * them, and activations mostly the largest code: with all 8 bits a processor without VNNI would saturate where two products
 * meet in an int16.
 */
class TestKernelsAgainstArithmetic {
    private static final int TRIALS = 12;
    private static final WeightSettings NO_OVERFLOW =
            Recipe.fromMap(Map.of("target", "x86-avx2")).weights();

    @Test
    void matMulInteger() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int trial = 0; trial < TRIALS; trial++) {
            int rows = 1 + random.nextInt(9);
            int depth = 1 + random.nextInt(64);
            int columns = 1 + random.nextInt(40);
            byte[] a = codes(rows * depth, random);
            byte[] b = weights(depth * columns, random, ProductLayout.matrix(depth, columns));
            int zero = random.nextInt(256);
            var model = new TinyModel(seed);
            // As float a code is exact; an integer input would need another way to feed it.
            String x = asCodes(model, model.input("x", rows, depth));
            String sums = model.node(
                    "MatMulInteger",
                    List.of(
                            x,
                            model.constant(Tensors.int8("b", b, depth, columns)),
                            model.constant(Tensors.uint8("az", new byte[] {(byte) zero})),
                            model.constant(Tensors.int8("bz", new byte[] {0}))));
            toFloat(model, sums, "y");
            float[] y = Oracle.run(model.build(), Map.of("x", Oracle.tensor(floats(a), rows, depth)), OptLevel.ALL_OPT)
                    .get("y");
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    int sum = 0;
                    for (int k = 0; k < depth; k++) {
                        sum += (Byte.toUnsignedInt(a[row * depth + k]) - zero) * b[k * columns + column];
                    }
                    assertThat(y[row * columns + column])
                            .as("seed %d, trial %d, row %d, column %d", seed, trial, row, column)
                            .isEqualTo(sum);
                }
            }
        }
    }

    @Test
    void qLinearConv() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int trial = 0; trial < TRIALS; trial++) {
            new Convolution(random).check("seed %d, trial %d".formatted(seed, trial));
        }
    }

    /** Measured at run time the range gives the scale that we would have chosen, but for the rounding of single precision. */
    @Test
    void dynamicQuantizeLinear() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int trial = 0; trial < TRIALS; trial++) {
            float[] values = new float[1 + random.nextInt(500)];
            double deviation = Math.pow(10, random.nextInt(-4, 5));
            double mean = random.nextInt(3) - 1;
            float low = 0;
            float high = 0;
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) ((random.nextGaussian() + mean) * deviation);
                low = Math.min(low, values[i]);
                high = Math.max(high, values[i]);
            }
            var model = new TinyModel(seed);
            String x = model.input("x", values.length);
            model.nodeTo("DynamicQuantizeLinear", List.of(x), List.of("codes", "scale", "zero"));
            toFloat(model, "codes", "y");
            toFloat(model, "zero", "z");
            model.output("scale");
            Map<String, float[]> results =
                    Oracle.run(model.build(), Map.of("x", Oracle.tensor(values, values.length)), OptLevel.ALL_OPT);
            float scale = (high - low) / 255;
            int zero = (int) Math.clamp(Math.rint((0 - low) / scale), 0, 255);
            String place = "seed %d, trial %d".formatted(seed, trial);
            assertThat(results.get("scale")[0]).as(place).isEqualTo(scale);
            assertThat(results.get("z")[0]).as(place).isEqualTo(zero);
            var parameters = new QuantizationParameters(IntegerType.UINT8, scale, zero);
            for (int i = 0; i < values.length; i++) {
                assertThat(results.get("y")[i])
                        .as("%s, value %s", place, values[i])
                        .isEqualTo(parameters.quantize(values[i]));
            }
            QuantizationParameters ours = QuantizationParameters.asymmetric(IntegerType.UINT8, low, high);
            assertThat(Math.abs(ours.scale() - scale)).as(place).isLessThanOrEqualTo(2 * Math.ulp(scale));
            assertThat(ours.zeroPoint()).as(place).isBetween(zero - 1, zero + 1);
        }
    }

    /** A random 2-d convolution with a scale for each channel. */
    private static final class Convolution {
        private final int from;
        private final int to;
        private final int size;
        private final int kernel;
        private final int pad;
        private final int stride;
        private final byte[] image;
        private final byte[] weights;
        private final int[] bias;
        private final float[] weightScales;
        private final float inputScale;
        private final float resultScale;
        private final int inputZero;
        private final int resultZero;

        Convolution(Random random) {
            from = 1 + random.nextInt(6);
            to = 1 + random.nextInt(9);
            kernel = 1 + random.nextInt(3);
            size = kernel + random.nextInt(6);
            pad = random.nextInt(2);
            stride = 1 + random.nextInt(2);
            image = codes(from * size * size, random);
            ProductLayout layout = ProductLayout.convolution(to, from, kernel * kernel);
            weights = TestKernelsAgainstArithmetic.weights(to * from * kernel * kernel, random, layout);
            bias = random.ints(to, -5000, 5000).toArray();
            weightScales = new float[to];
            for (int i = 0; i < to; i++) {
                weightScales[i] = 0.001f + random.nextFloat() * 0.02f;
            }
            inputScale = 0.001f + random.nextFloat() * 0.1f;
            resultScale = 0.01f + random.nextFloat();
            inputZero = random.nextInt(256);
            resultZero = random.nextInt(256);
        }

        void check(String place) {
            float[] y = run();
            int positions = (size + 2 * pad - kernel) / stride + 1;
            assertThat(y).hasSize(to * positions * positions);
            for (int i = 0; i < y.length; i++) {
                int channel = i / (positions * positions);
                int sum = sum(channel, i / positions % positions, i % positions);
                float scale = inputScale * weightScales[channel] / resultScale;
                double code = Math.clamp(Math.rint(sum * scale) + resultZero, 0, 255);
                assertThat((double) y[i]).as("%s, result %d", place, i).isEqualTo(code);
            }
        }

        private int sum(int channel, int row, int column) {
            int sum = bias[channel];
            for (int i = 0; i < from * kernel * kernel; i++) {
                int y = row * stride - pad + i / kernel % kernel;
                int x = column * stride - pad + i % kernel;
                if (y >= 0 && y < size && x >= 0 && x < size) {
                    int pixel = Byte.toUnsignedInt(image[(i / (kernel * kernel) * size + y) * size + x]);
                    sum += (pixel - inputZero) * weights[channel * from * kernel * kernel + i];
                }
            }
            return sum;
        }

        private float[] run() {
            var model = new TinyModel(0);
            List<String> inputs = new ArrayList<>();
            inputs.add(asCodes(model, model.input("x", 1, from, size, size)));
            inputs.add(model.scalar(inputScale));
            inputs.add(model.constant(Tensors.uint8("xz", new byte[] {(byte) inputZero})));
            inputs.add(model.constant(Tensors.int8("w", weights, to, from, kernel, kernel)));
            inputs.add(model.constant(weightScales, to));
            inputs.add(model.constant(Tensors.int8("wz", new byte[to], to)));
            inputs.add(model.scalar(resultScale));
            inputs.add(model.constant(Tensors.uint8("yz", new byte[] {(byte) resultZero})));
            inputs.add(model.constant(Tensors.int32("bias", bias, to)));
            String y = model.node(
                    "QLinearConv",
                    inputs,
                    Attributes.integers("pads", pad, pad, pad, pad),
                    Attributes.integers("strides", stride, stride));
            toFloat(model, y, "y");
            return Oracle.run(
                            model.build(),
                            Map.of("x", Oracle.tensor(floats(image), 1, from, size, size)),
                            OptLevel.ALL_OPT)
                    .get("y");
        }
    }

    private static String asCodes(TinyModel model, String floats) {
        return model.node("Cast", List.of(floats), Attributes.integer("to", ElementType.UINT8.number()));
    }

    private static void toFloat(TinyModel model, String value, String name) {
        model.nodeTo("Cast", List.of(value), List.of(name), Attributes.integer("to", ElementType.FLOAT.number()));
        model.output(name);
    }

    /** Half of them the largest. */
    private static byte[] codes(int count, Random random) {
        byte[] codes = new byte[count];
        random.nextBytes(codes);
        for (int i = 0; i < count; i++) {
            codes[i] = random.nextBoolean() ? (byte) 255 : codes[i];
        }
        return codes;
    }

    /** Large next to large, of either sign. */
    private static byte[] weights(int count, Random random, ProductLayout layout) {
        float[] weights = new float[count];
        for (int i = 0; i < count; i++) {
            weights[i] = random.nextFloat() * (random.nextBoolean() ? 1 : -1);
        }
        return QuantizedWeights.of(
                        weights, ChannelAxis.whole(count), WeightFit.of(NO_OVERFLOW, Optional.of(layout)), null, 1)
                .codes();
    }

    private static float[] floats(byte[] codes) {
        float[] floats = new float[codes.length];
        for (int i = 0; i < codes.length; i++) {
            floats[i] = Byte.toUnsignedInt(codes[i]);
        }
        return floats;
    }
}
