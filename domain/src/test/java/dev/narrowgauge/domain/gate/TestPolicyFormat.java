package dev.narrowgauge.domain.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.variant.Precision;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TestPolicyFormat {
    @Test
    void standardPolicySurvivesTheRoundTrip() {
        assertThat(Policy.fromMap(Policy.standard().toMap())).isEqualTo(Policy.standard());
    }

    @Test
    void emptyPolicyIsTheStandardOne() {
        assertThat(Policy.fromMap(Map.of())).isEqualTo(Policy.standard());
    }

    @Test
    void ruleIsNamedAfterItsMetricUnlessItHasAName() {
        Policy policy = Policy.fromMap(
                Map.of("gate", List.of("int8", "fp16"), "rules", List.of(Map.of("metric", "size.ratio", "max", 1))));

        assertThat(policy)
                .isEqualTo(new Policy(
                        1,
                        Set.of(Precision.INT8, Precision.FP16),
                        List.of(new Rule("size.ratio", Metric.SIZE_RATIO, 1.0, 0.95))));
    }

    @Test
    void unknownKeyMeetsTheNearestKnownOne() {
        assertRejected(
                Map.of("rules", List.of(Map.of("metrc", "size.ratio"))),
                ErrorCode.POLICY_UNKNOWN_KEY,
                "The policy has an unknown key 'rules[0].metrc'; did you mean 'rules[0].metric'?");
    }

    @Test
    void valuesThatMeanNothingAreRejected() {
        Map<String, Object> rule = Map.of("metric", "size.ratio", "max", 1);
        assertRejected(Map.of("version", 2), ErrorCode.POLICY_INVALID_VALUE, "'version' is '2'; it must be 1");
        assertRejected(Map.of("gate", List.of("int4")), ErrorCode.POLICY_INVALID_VALUE, "fp32 or fp16 or bf16 or int8");
        assertRejected(
                Map.of("rules", List.of(Map.of("metric", "size"))),
                ErrorCode.POLICY_INVALID_VALUE,
                "accuracy.top1.loss or latency.p50.ratio or size.ratio");
        assertRejected(
                Map.of("rules", List.of(Map.of("metric", "size.ratio"))),
                ErrorCode.POLICY_INVALID_VALUE,
                "has no 'rules[0].max'");
        assertRejected(
                Map.of("rules", List.of(Map.of("metric", "size.ratio", "max", 1, "confidence", 95))),
                ErrorCode.POLICY_INVALID_VALUE,
                "'rules[0].confidence' is '95.0'");
        assertRejected(Map.of("rules", List.of(rule, rule)), ErrorCode.POLICY_INVALID_VALUE, "'rules[1].id'");
        assertRejected(Map.of("rules", Map.of()), ErrorCode.POLICY_INVALID_VALUE, "a list of sections");
    }

    private static void assertRejected(Map<String, ?> map, ErrorCode code, String sentence) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> Policy.fromMap(map))
                .withMessageContaining(sentence)
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
