package dev.narrowgauge.domain.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TestLeftRange {
    private static final long VALUES = 10;

    /** With one clipped value in each of the samples that have any. */
    private static RangeUse use(String tensor, long samples, long clippedSamples) {
        return new RangeUse(tensor, -1, 1, -3.0, 1.0, samples * VALUES, clippedSamples, samples, clippedSamples);
    }

    @Test
    void withoutOtherDataEveryClippedValueCounts() {
        List<LeftRange> left = LeftRange.of(List.of(use("kept", 100, 0), use("left", 100, 1)), List.of());
        assertThat(left).extracting(range -> range.now().tensor()).containsExactly("left");
        assertThat(left.getFirst().sentence())
                .isEqualTo("left: 0.100 % of its values lie outside of [-1.000, 1.000], the farthest by 1.00 times the"
                        + " width of that range, in 1 of 100 samples.");
    }

    @Test
    void worstComesFirst() {
        List<LeftRange> left = LeftRange.of(
                List.of(use("a", 100, 40), use("b", 100, 90)), List.of(use("a", 100, 1), use("b", 100, 0)));
        assertThat(left).extracting(range -> range.now().tensor()).containsExactly("b", "a");
        assertThat(left.get(1).sentence()).endsWith("in 40 of 100 samples; 0.100 % before.");
    }

    /** What is clipped as often as ever has not changed, nor has what one sample of few did. */
    @Test
    void sameShareIsNotLeft() {
        assertThat(LeftRange.of(List.of(use("a", 100, 40)), List.of(use("a", 100, 40))))
                .isEmpty();
        assertThat(LeftRange.of(List.of(use("a", 20, 1)), List.of(use("a", 20, 0))))
                .isEmpty();
    }

    /** Three standard deviations are exceeded by chance in 1.35 of a thousand, and the share has to double as well. */
    @Test
    void dataOfOneKindLeaveNoRange() {
        Random random = new Random(3);
        int left = 0;
        for (int i = 0; i < 10_000; i++) {
            RangeUse now = use("a", 400, clipped(random, 400, 0.05));
            RangeUse before = use("a", 400, clipped(random, 400, 0.05));
            left += LeftRange.of(List.of(now), List.of(before)).size();
        }
        assertThat(left / 10_000.0).isLessThanOrEqualTo(0.00135 + 3 * Math.sqrt(0.00135 / 10_000));
    }

    /** One tensor may be quantized by a range for each of its consumers. */
    @Test
    void rangesOfOneTensorAreToldApart() {
        RangeUse wide = new RangeUse("a", -9, 9, -3.0, 1.0, 1_000, 0, 100, 0);
        assertThat(LeftRange.of(List.of(wide, use("a", 100, 50)), List.of(wide, use("a", 100, 0))))
                .singleElement()
                .satisfies(left -> assertThat(left.now().high()).isEqualTo(1));
    }

    @Test
    void excessIsMeasuredInWidthsOfTheRange() {
        assertThat(use("a", 1, 1).excess()).isEqualTo(1);
        assertThat(new RangeUse("a", 0, 2, 0.5, 2.5, 10, 1, 1, 1).excess()).isCloseTo(0.25, within(1e-12));
        assertThat(new RangeUse("a", 0, 2, null, null, 10, 0, 1, 0).excess()).isZero();
    }

    @Test
    void howFarIsSaidInWidths() {
        assertThat(LeftRange.of(List.of(new RangeUse("a", 0, 2, 0.0, 2.01, 10, 1, 1, 1)), List.of())
                        .getFirst()
                        .sentence())
                .contains("the farthest by less than 0.01 times the width");
        assertThat(LeftRange.of(List.of(new RangeUse("a", 0, 2, 0.0, 24_690.9, 10, 1, 1, 1)), List.of())
                        .getFirst()
                        .sentence())
                .contains("the farthest by 12,344 times the width");
        assertThat(LeftRange.of(List.of(new RangeUse("a", 0, 0, 0.0, 5.0, 10, 1, 1, 1)), List.of())
                        .getFirst()
                        .sentence())
                .contains("outside of [0.000, 0.000], in 1 of 1 samples");
    }

    @Test
    void countsHaveToAgree() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RangeUse("a", 0, 1, 0.0, 1.0, 10, 11, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new RangeUse("a", 1, 0, 0.0, 1.0, 10, 1, 1, 1));
    }

    private static long clipped(Random random, int samples, double probability) {
        return random.doubles(samples).filter(draw -> draw < probability).count();
    }
}
