package dev.narrowgauge.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestMeasuringMachine {
    private static final MeasuringMachine FIRST = new MeasuringMachine("x86-vnni", "A processor", "6.1", "1.29.0");

    @Test
    void whatDiffersWithinAClassIsSaid() {
        assertThat(FIRST.differences(FIRST)).isEmpty();
        assertThat(new MeasuringMachine("x86-vnni", "A processor", "6.2", "1.30.0").differences(FIRST))
                .containsExactly(
                        "The kernel was 6.1 and is 6.2 now, which may explain a difference.",
                        "The ONNX Runtime was 1.29.0 and is 1.30.0 now, which may explain a difference.");
        assertThat(FIRST.description()).isEqualTo("x86-vnni (A processor)");
    }
}
