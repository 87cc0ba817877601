package dev.narrowgauge.domain.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.gate.Evidence;
import dev.narrowgauge.domain.history.Comparison.Outcome;
import dev.narrowgauge.domain.history.Comparison.Side;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TestComparison {
    private static final String DATA = "c".repeat(64);
    private static final Map<String, String> PROFILE =
            Map.of("cpu.model", "a processor", "cpu.governor", "performance");

    @Test
    void differenceBeyondBothIntervalsIsAChange() {
        Comparison comparison = compared(ratio(0.50, 0.49, 0.51), ratio(0.60, 0.59, 0.61));
        assertThat(comparison.outcome()).isEqualTo(Outcome.WORSE);
        assertThat(comparison.change()).isBetween(0.199, 0.201);
        assertThat(comparison.low()).isLessThan(comparison.change());
        assertThat(comparison.high()).isGreaterThan(comparison.change());
        assertThat(comparison.sentence()).isEqualTo("Worse by 20 %.");
        assertThat(compared(ratio(0.60, 0.59, 0.61), ratio(0.50, 0.49, 0.51)).outcome())
                .isEqualTo(Outcome.BETTER);
    }

    @Test
    void intervalThatTouchesTheMarginTellsNothing() {
        assertThat(compared(ratio(0.50, 0.45, 0.55), ratio(0.52, 0.47, 0.57)).outcome())
                .isEqualTo(Outcome.CANNOT_TELL);
        assertThat(compared(ratio(0.500, 0.499, 0.501), ratio(0.501, 0.500, 0.502))
                        .outcome())
                .isEqualTo(Outcome.UNCHANGED);
    }

    @Test
    void valueWithoutAnIntervalNeedsTheNoiseOfItsSeries() {
        Figure first = new Figure(TrackedMetric.LATENCY_P50, 10);
        Figure second = new Figure(TrackedMetric.LATENCY_P50, 12);
        assertThat(compared(first, second).outcome()).isEqualTo(Outcome.CANNOT_TELL);
        Comparison known = Comparison.of(
                TrackedMetric.LATENCY_P50,
                Optional.of(new Side(first, key(PROFILE))),
                Optional.of(new Side(second, key(PROFILE))),
                OptionalDouble.of(0.01));
        assertThat(known.outcome()).isEqualTo(Outcome.WORSE);
    }

    @Test
    void whatDiffersIsSaidAndNothingIsCompared() {
        ComparisonKey other = key(Map.of("cpu.model", "a processor", "cpu.governor", "powersave"));
        Comparison comparison = Comparison.of(
                TrackedMetric.LATENCY_RATIO,
                Optional.of(new Side(ratio(0.5, 0.49, 0.51), key(PROFILE))),
                Optional.of(new Side(ratio(0.9, 0.89, 0.91), other)),
                OptionalDouble.empty());
        assertThat(comparison.outcome()).isEqualTo(Outcome.NOT_COMPARABLE);
        assertThat(comparison.change()).isNull();
        assertThat(comparison.differences())
                .containsExactly(new ComparisonKey.Difference("machine.cpu.governor", "performance", "powersave"));
        assertThat(comparison.sentence())
                .isEqualTo("Not comparable, as they differ in machine.cpu.governor ('performance', then 'powersave').");
    }

    @Test
    void missingValueIsSaid() {
        Comparison comparison = Comparison.of(
                TrackedMetric.LATENCY_RATIO,
                Optional.empty(),
                Optional.of(new Side(ratio(0.5, 0.49, 0.51), key(PROFILE))),
                OptionalDouble.empty());
        assertThat(comparison.outcome()).isEqualTo(Outcome.MISSING);
        assertThat(comparison.sentence()).isEqualTo("The first measurement has no such value.");
    }

    @Test
    void onlyWhatMattersOfAMetricIsHeldAgainstIt() {
        ComparisonKey one = key(PROFILE);
        ComparisonKey other = key(Map.of("cpu.model", "another processor"));
        assertThat(one.differences(other)).hasSize(2);
        assertThat(one.of(TrackedMetric.FLIP_SHARE).differences(other.of(TrackedMetric.FLIP_SHARE)))
                .isEmpty();
        assertThat(one.of(TrackedMetric.FLIP_SHARE).values()).containsOnlyKeys("data.evaluation");
        assertThat(one.of(TrackedMetric.SIZE_RATIO).values()).isEmpty();
        assertThat(one.of(TrackedMetric.LATENCY_P50)).isEqualTo(one);
        assertThat(one.sha256()).isEqualTo(key(PROFILE).sha256()).isNotEqualTo(other.sha256());
    }

    private static Comparison compared(Figure first, Figure second) {
        return Comparison.of(
                first.metric(),
                Optional.of(new Side(first, key(PROFILE))),
                Optional.of(new Side(second, key(PROFILE))),
                OptionalDouble.empty());
    }

    private static Figure ratio(double value, double low, double high) {
        return new Figure(TrackedMetric.LATENCY_RATIO, value, low, high);
    }

    private static ComparisonKey key(Map<String, String> profile) {
        LatencyEvidence.Summary summary = new LatencyEvidence.Summary(300, 1.5, 1.6, null, null);
        LatencyEvidence latency = new LatencyEvidence(summary, summary, List.of(), 2, 7, true);
        Evidence.Device device = new Evidence.Device("x86-vnni", "node-1", "a processor", "f".repeat(64));
        return ComparisonKey.of(profile, device, latency, DATA, SeriesName.SINGLE_STREAM);
    }
}
