package dev.narrowgauge.domain.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TestNodeLabels {
    @Test
    void eachCountsOnce() {
        assertThat(NodeLabels.of(List.of("rack=7", " nightly ", "rack=7"))).containsExactly("rack=7", "nightly");
        assertThat(NodeLabels.of(List.of())).isEmpty();
    }

    @Test
    void wordsThatNobodyCouldAskForAreRefused() {
        for (String wrong : List.of("", "two words", "a,b", "x".repeat(101), "a\0")) {
            assertRefused(List.of("rack=7", wrong), "'%s'".formatted(wrong.strip()));
        }
        assertRefused(IntStream.range(0, 21).mapToObj(Integer::toString).toList(), "21 labels");
    }

    private static void assertRefused(List<String> labels, String said) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> NodeLabels.of(labels))
                .withMessageStartingWith("narrowgauge.agent.labels has ")
                .withMessageContaining(said)
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.REQUEST_INVALID));
    }
}
