package dev.narrowgauge.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestTimeLeft {
    @Test
    void isForetoldByWhatWasDone() {
        assertThat(TimeLeft.of(10, 25, 100)).hasValue(30);
        assertThat(TimeLeft.of(3, 100, 100)).hasValue(0);
        assertThat(TimeLeft.of(3, 101, 100)).hasValue(0);
        assertThat(TimeLeft.of(10, 1, 100))
                .as("slow steps, of which one says something")
                .hasValue(990);
    }

    @Test
    void isNotKnownWithoutABasis() {
        assertThat(TimeLeft.of(5, 0, 100)).isEmpty();
        assertThat(TimeLeft.of(5, 7, 0)).isEmpty();
        assertThat(TimeLeft.of(2, 9, 100)).isEmpty();
    }
}
