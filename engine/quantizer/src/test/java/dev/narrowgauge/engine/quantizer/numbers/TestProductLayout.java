package dev.narrowgauge.engine.quantizer.numbers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.recipe.Granularity;
import dev.narrowgauge.domain.recipe.IntegerType;
import dev.narrowgauge.domain.recipe.WeightSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TestProductLayout {
    private static final WeightSettings NO_OVERFLOW =
            new WeightSettings(IntegerType.INT8, Granularity.PER_CHANNEL, true);

    @Test
    void neighboursInEveryLayout() {
        assertThat(pairs(ProductLayout.matrix(3, 2))).containsExactly("0+2", "1+3");
        assertThat(pairs(ProductLayout.transposed(2, 4))).containsExactly("0+1", "2+3", "4+5", "6+7");
        // [1 filter, 3 channels, 2 places]: channels 0 1, then channel 2 and channel 0 of the next place, then 1 2.
        assertThat(pairs(ProductLayout.convolution(1, 3, 2))).containsExactly("0+2", "4+1", "3+5");
        assertThat(pairs(ProductLayout.ALONE)).isEmpty();
    }

    /** For random weights: the largest sum that the kernel can meet fits an int16, and no channel has fewer bits than 7. */
    @Test
    void noSumOverflowsAndNoChannelHasLessThanSevenBits() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            int rows = 1 + random.nextInt(9);
            int columns = 1 + random.nextInt(4);
            boolean perChannel = random.nextBoolean();
            float[] weights = new float[rows * columns];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = (float) (random.nextGaussian() * Math.pow(2, random.nextInt(20) - 10));
            }
            ProductLayout layout = ProductLayout.matrix(rows, columns);
            ChannelAxis axis = perChannel
                    ? ChannelAxis.of(List.of((long) rows, (long) columns), 1)
                    : ChannelAxis.whole(weights.length);
            QuantizedWeights fitted =
                    QuantizedWeights.of(weights, axis, WeightFit.of(NO_OVERFLOW, Optional.of(layout)), null, 1);
            QuantizedWeights seven =
                    QuantizedWeights.of(weights, axis, WeightFit.of(NO_OVERFLOW, Optional.empty()), null, 1);
            layout.forEachPair((first, second) -> {
                for (int left : new int[] {0, 255}) {
                    for (int right : new int[] {0, 255}) {
                        assertThat(left * fitted.codes()[first] + right * fitted.codes()[second])
                                .isBetween((int) Short.MIN_VALUE, (int) Short.MAX_VALUE);
                    }
                }
            });
            for (int channel = 0; channel < fitted.scales().length; channel++) {
                assertThat(fitted.scales()[channel])
                        .as("seed %d", seed)
                        .isLessThanOrEqualTo(seven.scales()[channel] * 1.0011f);
            }
        }
    }

    /** Sums beyond the largest float, and weights that are no numbers, still come to an end. */
    @Test
    void theLargestAndBrokenWeightsComeToAnEnd() {
        for (float weight : new float[] {Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.NaN, Float.MIN_VALUE}) {
            QuantizedWeights weights = QuantizedWeights.of(
                    new float[] {weight, weight},
                    ChannelAxis.whole(2),
                    WeightFit.of(NO_OVERFLOW, Optional.of(ProductLayout.transposed(1, 2))),
                    null,
                    1);
            assertThat(weights.scales()[0]).isBetween(Float.MIN_NORMAL, Float.MAX_VALUE);
            if (weight == Float.MAX_VALUE) {
                assertThat(weights.codes()).containsExactly(64, 64);
            }
        }
    }

    @Test
    void weightsWithoutLargeNeighboursKeepEightBits() {
        QuantizedWeights weights = QuantizedWeights.of(
                new float[] {127, 1, -127, 100},
                ChannelAxis.whole(4),
                WeightFit.of(NO_OVERFLOW, Optional.of(ProductLayout.transposed(1, 4))),
                null,
                1);
        assertThat(weights.scales()).containsExactly(1);
        assertThat(weights.codes()).containsExactly(127, 1, -127, 100);
    }

    private static List<String> pairs(ProductLayout layout) {
        List<String> pairs = new ArrayList<>();
        layout.forEachPair((first, second) -> pairs.add(first + "+" + second));
        return pairs;
    }
}
