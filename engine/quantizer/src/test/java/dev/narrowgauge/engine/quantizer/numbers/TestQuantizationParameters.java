package dev.narrowgauge.engine.quantizer.numbers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.narrowgauge.domain.recipe.IntegerType;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TestQuantizationParameters {
    @ParameterizedTest
    @CsvSource({
        "UINT8, 0, 255, 1, 0",
        "UINT8, -128, 127, 1, 128",
        "UINT8, 3, 255, 1, 0",
        "UINT8, -255, -3, 1, 255",
        "INT8, 0, 255, 1, -128",
        "INT8, -128, 127, 1, 0",
        "UINT8, 0, 0, 1, 0",
        "INT8, 0, 0, 1, -128",
        "UINT8, 0, 1e-40, 1, 0"
    })
    void asymmetricRange(IntegerType type, float minimum, float maximum, float scale, int zeroPoint) {
        assertThat(QuantizationParameters.asymmetric(type, minimum, maximum))
                .isEqualTo(new QuantizationParameters(type, scale, zeroPoint));
    }

    @ParameterizedTest
    @CsvSource({
        "UINT8, -1, 127, 1, 128",
        "INT8, -127, 3, 1, 0",
        "INT8, 0, 0, 1, 0",
        "UINT16, -32767, 1, 1, 32768",
        "INT16, -1, 32767, 1, 0"
    })
    void symmetricRange(IntegerType type, float minimum, float maximum, float scale, int zeroPoint) {
        assertThat(QuantizationParameters.symmetric(type, minimum, maximum))
                .isEqualTo(new QuantizationParameters(type, scale, zeroPoint));
    }

    @ParameterizedTest
    @EnumSource(IntegerType.class)
    void zeroIsExactAndErrorsStayBelowHalfAStep(IntegerType type) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int trial = 0; trial < 1000; trial++) {
            float low = (float) -Math.abs(random.nextGaussian());
            float high = (float) Math.abs(random.nextGaussian());
            QuantizationParameters parameters = QuantizationParameters.asymmetric(type, low, high);
            assertThat(parameters.dequantize(parameters.quantize(0))).isZero();
            float value = low + random.nextFloat() * (high - low);
            // The zero point is rounded, so one end of the range may lie half a step outside the codes.
            assertThat(Math.abs(parameters.dequantize(parameters.quantize(value)) - value))
                    .as("seed %d, %s in [%s, %s]", seed, value, low, high)
                    .isLessThanOrEqualTo(parameters.scale() * 0.51f);
        }
    }

    @Test
    void tiesRoundToEven() {
        QuantizationParameters parameters = new QuantizationParameters(IntegerType.UINT8, 1, 100);
        assertThat(parameters.quantize(0.5f)).isEqualTo(100);
        assertThat(parameters.quantize(1.5f)).isEqualTo(102);
        assertThat(parameters.quantize(-0.5f)).isEqualTo(100);
        assertThat(parameters.quantize(1000)).isEqualTo(255);
        assertThat(parameters.quantize(-1000)).isEqualTo(0);
    }

    @ParameterizedTest
    @CsvSource({"0, 6", "-1, 1", "-0.3, 0.9", "-0.5, 3.4028235e38", "0, 1e-30"})
    void withinKeepsEveryCodeInsideTheBounds(float low, float high) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int trial = 0; trial < 1000; trial++) {
            float minimum = Math.max(low, (float) (low * random.nextDouble() * 1.2));
            float maximum = Math.min(high, (float) (Math.min(high, 10) * random.nextDouble() * 1.2));
            QuantizationParameters free = QuantizationParameters.asymmetric(IntegerType.UINT8, minimum, maximum);
            QuantizationParameters inside = free.within(low, high);
            assertThat(inside.dequantize(0)).as("seed %d", seed).isGreaterThanOrEqualTo(low);
            assertThat(inside.dequantize(255)).as("seed %d", seed).isLessThanOrEqualTo(high);
            assertThat(inside.scale()).isBetween(free.scale() * 0.98f, free.scale());
        }
    }

    @Test
    void refusesWhatKernelsCannotUse() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new QuantizationParameters(IntegerType.INT8, Float.MIN_VALUE, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new QuantizationParameters(IntegerType.INT8, 1, 128));
    }
}
