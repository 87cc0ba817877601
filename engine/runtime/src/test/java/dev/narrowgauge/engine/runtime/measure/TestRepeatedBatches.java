package dev.narrowgauge.engine.runtime.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class TestRepeatedBatches {
    @Test
    void aModelThatKeepsAnswersIsFasterOnTheBatchThatComesAgain() {
        int[] last = {-1};
        assertThat(ratio(
                        batch -> {
                            long nanos = batch == last[0] ? 400 : 1000;
                            last[0] = batch;
                            return nanos;
                        },
                        8))
                .isEqualTo(0.4);
    }

    @Test
    void oneThatComputesIsNot() {
        assertThat(ratio(batch -> 1000, 8)).isEqualTo(1);
        // Some batches take longer than others, whoever came before.
        assertThat(ratio(batch -> 1000 + 10 * batch, 7)).isCloseTo(1, within(0.02));
    }

    @Test
    void withoutADifferentBatchNothingIsSaid() {
        assertThat(new RepeatedBatches(batch -> 1000, 1).ratio(6, 0.1)).isEmpty();
        assertThat(new RepeatedBatches(batch -> 1000, 9).ratio(0, 0.1)).isEmpty();
    }

    private static double ratio(IntToLongFunction time, int batches) {
        return new RepeatedBatches(time, batches).ratio(7, 1e-4).orElseThrow();
    }
}
