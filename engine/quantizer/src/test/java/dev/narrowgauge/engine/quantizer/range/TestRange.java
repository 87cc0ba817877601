package dev.narrowgauge.engine.quantizer.range;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TestRange {
    @Test
    void endsAreRoundedAwayFromZeroByLessThanAThousandth() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            float high = (float) Math.scalb(random.nextFloat(), random.nextInt(200) - 100);
            Range rounded = new Range(-high, high).roundedOut();
            assertThat(rounded.high()).as("seed %d", seed).isBetween(high, high * 1.001f);
            assertThat(rounded.low()).isEqualTo(-rounded.high());
            assertThat(rounded.roundedOut()).isEqualTo(rounded);
        }
    }

    @Test
    void lastBitsMakeNoDifference() {
        float value = 8.2551f;
        assertThat(new Range(0, Math.nextUp(value)).roundedOut()).isEqualTo(new Range(0, value).roundedOut());
        assertThat(new Range(-Math.nextDown(value), 1).roundedOut()).isEqualTo(new Range(-value, 1).roundedOut());
    }

    @Test
    void roundNumbersAndTheLargestStay() {
        assertThat(new Range(-1, 6).roundedOut()).isEqualTo(new Range(-1, 6));
        assertThat(new Range(0, 0).roundedOut()).isEqualTo(new Range(0, 0));
        assertThat(new Range(0, Float.MAX_VALUE).roundedOut()).isEqualTo(new Range(0, Float.MAX_VALUE));
    }
}
