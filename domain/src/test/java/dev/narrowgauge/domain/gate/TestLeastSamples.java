package dev.narrowgauge.domain.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.variant.AccuracyEvidence;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestLeastSamples {
    /** With so many a variant passes that changes no answer, and with one less it does not. */
    @ParameterizedTest
    @CsvSource({"0.05", "0.01", "0.002"})
    void isTheLeastOfWhichTop1Passes(double limit) {
        Rule rule = new Rule("a", Metric.ACCURACY_TOP1_LOSS, limit, 0.95);
        long needed = LeastSamples.beyond(policy("accuracy.top1.loss", limit), 5, true)
                .orElseThrow();

        assertThat(AccuracyRules.top1(rule, unchanged(needed)).verdict()).isEqualTo(Verdict.PASS);
        assertThat(AccuracyRules.top1(rule, unchanged(needed - 1)).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        // What the score test leaves possible where no answer changed: z² (1 - limit) / limit, with z = 1.6449.
        assertThat((double) needed).isBetween(2.7055 * (1 - limit) / limit - 1, 2.7055 * (1 - limit) / limit + 2);
        assertThat(LeastSamples.beyond(policy("accuracy.top1.loss", limit), needed, true))
                .isEmpty();
    }

    /** Clopper and Pearson's bound of none in n is 1 - 0.05^(1/n). */
    @Test
    void flipsNeedNoLabels() {
        assertThat(LeastSamples.beyond(policy("accuracy.flips", 0.05), 10, false))
                .isEqualTo(OptionalLong.of(59));
    }

    @Test
    void whatAsksForNoSamplesNeedsNone() {
        assertThat(LeastSamples.beyond(policy("size.ratio", 0.5), 1, true)).isEmpty();
        assertThat(LeastSamples.beyond(policy("accuracy.agreement", 1), 1, false))
                .isEmpty();
        assertThat(LeastSamples.beyond(policy("accuracy.top1.loss", 0.01), 1, false))
                .as("without labels the rule is not applied")
                .isEmpty();
    }

    @Test
    void minSamplesOfARuleCount() {
        Policy policy = Policy.fromMap(
                Map.of("rules", List.of(Map.of("metric", "accuracy.top1.loss", "max", 0.05, "minSamples", 1000))));

        assertThat(LeastSamples.beyond(policy, 500, true)).isEqualTo(OptionalLong.of(1000));
    }

    private static AccuracyEvidence unchanged(long samples) {
        return new AccuracyEvidence(samples, true, samples, samples, 0, 0, 0, null);
    }

    private static Policy policy(String metric, double max) {
        return Policy.fromMap(Map.of("rules", List.of(Map.of("metric", metric, "max", max))));
    }
}
