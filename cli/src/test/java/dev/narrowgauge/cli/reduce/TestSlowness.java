package dev.narrowgauge.cli.reduce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.stats.Interval;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TestSlowness {
    private static final Symptom WHOLE = slower(1.7, 1.65, 1.75, 2);

    /** A conversion more makes a product of single numbers slower, too, and is no fault of anyone's. */
    @Test
    void halfOfWhatTheWholeTakesLongerIsLeft() {
        assertThat(isEnough(slower(1.5, 1.4, 1.6, 0.1))).isTrue();
        assertThat(isEnough(slower(1.4, 1.3, 1.5, 0.1))).isFalse();
        assertThat(isEnough(slower(1.5, 1.4, 1.6, 0.003))).isFalse();
    }

    @Test
    void whatIsShortAsAWholeMayBecomeShorter() {
        Slowness whole = WHOLE.slowness().orElseThrow();
        Slowness few = new Slowness(whole.ratio(), 0.01);
        assertThat(new Slowness(whole.ratio(), 0.006).isLeftOf(few)).isTrue();
        assertThat(new Slowness(whole.ratio(), 0.004).isLeftOf(few)).isFalse();
    }

    @Test
    void aRatioThatIsGivenIsTaken() {
        Question given = question(OptionalDouble.of(1.2));
        assertThat(given.isEnough(slower(1.3, 1.25, 1.35, 0.001), WHOLE)).isTrue();
        assertThat(given.leastRatio()).isEqualTo(1.2);
    }

    private static boolean isEnough(Symptom smaller) {
        return question(OptionalDouble.empty()).isEnough(smaller, WHOLE);
    }

    private static Question question(OptionalDouble ratio) {
        return new Question(Fault.SLOWER, Exercise.QUANTIZE, "", 20, ratio, Optional.empty());
    }

    private static Symptom slower(double ratio, double low, double high, double excessMillis) {
        return Symptom.slower(new Slowness(new Interval(ratio, low, high, 0.95), excessMillis), "slower");
    }
}
