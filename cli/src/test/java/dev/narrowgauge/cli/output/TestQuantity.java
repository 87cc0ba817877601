package dev.narrowgauge.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestQuantity {
    @Test
    void testAnUnknownIsShownAsUnknown() {
        assertThat(Quantity.decibel(Double.NaN)).startsWith("unknown");
        assertThat(Quantity.decibel(Double.POSITIVE_INFINITY)).isEqualTo("bit-equal");
        assertThat(Quantity.decibel(34.567)).isEqualTo("34.57 dB");
    }
}
