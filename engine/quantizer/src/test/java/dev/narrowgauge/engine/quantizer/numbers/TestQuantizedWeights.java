package dev.narrowgauge.engine.quantizer.numbers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.recipe.IntegerType;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestQuantizedWeights {
    private static final ChannelAxis ROWS = ChannelAxis.of(List.of(3L, 2L), 0);
    private static final WeightFit WHOLE = WeightFit.of(WeightRange.whole(IntegerType.INT8));
    private static final ChannelAxis COLUMNS = ChannelAxis.of(List.of(2L, 3L), 1);

    @Test
    void eachChannelHasItsOwnScale() {
        QuantizedWeights rows = QuantizedWeights.of(new float[] {127, -1, 254, 2, -381, 3}, ROWS, IntegerType.INT8);
        assertThat(rows.scales()).containsExactly(1, 2, 3);
        assertThat(rows.codes()).containsExactly(127, -1, 127, 1, -127, 1);

        QuantizedWeights columns =
                QuantizedWeights.of(new float[] {127, 254, -381, -1, 2, 3}, COLUMNS, IntegerType.INT8);
        assertThat(columns.scales()).containsExactly(1, 2, 3);
        assertThat(columns.codes()).containsExactly(127, 127, -127, -1, 1, 1);
    }

    @Test
    void unsignedWeightsAreSymmetricAround128() {
        QuantizedWeights weights =
                QuantizedWeights.of(new float[] {127, -127, 0}, ChannelAxis.whole(3), IntegerType.UINT8);
        assertThat(weights.zeroPoint()).isEqualTo(128);
        assertThat(weights.codes()).containsExactly((byte) 255, (byte) 1, (byte) 128);
    }

    @Test
    void overflowingBiasRaisesItsOwnChannelOnly() {
        float[] values = {1, 0.5f, 1e-9f, -1e-9f, 1, -0.25f};
        float[] bias = {0.1f, 40f, -0.2f};
        QuantizedWeights plain = QuantizedWeights.of(values, ROWS, IntegerType.INT8);
        QuantizedWeights repaired = QuantizedWeights.of(values, ROWS, WHOLE, bias, 1e-3f);
        assertThat(repaired.scales()[0]).isEqualTo(plain.scales()[0]);
        assertThat(repaired.scales()[1]).isGreaterThan(plain.scales()[1]);
        assertThat(repaired.scales()[2]).isEqualTo(plain.scales()[2]);
        assertBiasIsExact(repaired, bias, 1e-3f);
    }

    @Test
    void channelOfZerosKeepsItsBias() {
        float[] bias = {0.1f, 0.37f, 0};
        QuantizedWeights weights = QuantizedWeights.of(new float[] {1, 0.5f, 0, 0, 0, 0}, ROWS, WHOLE, bias, 0.02f);
        assertThat(weights.codes()).endsWith(0, 0, 0, 0);
        for (float scale : weights.scales()) {
            assertThat(scale).isGreaterThanOrEqualTo(Float.MIN_NORMAL);
        }
        assertBiasIsExact(weights, bias, 0.02f);
    }

    @Test
    void oneScaleServesTheLargestBias() {
        float[] bias = {3, -50, 1};
        QuantizedWeights weights =
                QuantizedWeights.of(new float[] {1e-8f, 0, 0, 0, 0, 1e-9f}, ChannelAxis.whole(6), WHOLE, bias, 1e-3f);
        assertThat(weights.scales()).hasSize(1);
        assertBiasIsExact(weights, bias, 1e-3f);
    }

    private static void assertBiasIsExact(QuantizedWeights weights, float[] bias, float inputScale) {
        int[] codes = weights.quantizeBias(bias, inputScale);
        float[] scales = weights.biasScales(inputScale);
        for (int i = 0; i < bias.length; i++) {
            float scale = scales[scales.length == 1 ? 0 : i];
            assertThat(Math.abs((double) codes[i] * scale - bias[i]))
                    .isLessThanOrEqualTo(Math.max(0.51 * scale, 1e-7 * Math.abs(bias[i])));
            assertThat(Math.abs((long) codes[i])).isLessThanOrEqualTo(1 << 30);
        }
    }
}
