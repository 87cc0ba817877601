package dev.narrowgauge.domain.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.Fault;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.settings.Stored;
import dev.narrowgauge.domain.variant.Precision;
import java.time.Duration;
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
    void waitIsAnHourUnlessThePolicySaysOtherwise() {
        assertThat(Policy.standard().maxWait()).isEqualTo(Duration.ofHours(1));
        assertThat(Policy.standard().toMap()).containsEntry("maxWait", "1h");
        for (String written : List.of("45s", "90m", "2h", "3d")) {
            Policy policy = Policy.fromMap(Map.of("maxWait", written));
            assertThat(policy.toMap()).containsEntry("maxWait", written);
            assertThat(Policy.fromMap(policy.toMap())).isEqualTo(policy);
        }
        assertThat(Policy.fromMap(Map.of("maxWait", "120m")).toMap()).containsEntry("maxWait", "2h");
    }

    @Test
    void waitThatMeansNothingIsRejected() {
        for (Object wrong : List.of("soon", "1.5h", "-1h", "h", 60, "1 h", "")) {
            assertRejected(
                    Map.of("maxWait", wrong),
                    ErrorCode.POLICY_INVALID_VALUE,
                    "'maxWait' is the "
                            + (wrong instanceof String ? "string '" + wrong + "'" : "number " + wrong)
                            + "; it must be a time such as 90s, 30m, 2h or 1d");
        }
        assertRejected(Map.of("maxWait", "0s"), ErrorCode.POLICY_INVALID_VALUE, "1s to 30d");
        assertRejected(Map.of("maxWait", "31d"), ErrorCode.POLICY_INVALID_VALUE, "1s to 30d");
    }

    @Test
    void unknownKeyMeetsTheNearestKnownOne() {
        assertRejected(
                Map.of("rules", List.of(Map.of("metrc", "size.ratio"))),
                ErrorCode.POLICY_UNKNOWN_KEY,
                "Unknown key 'rules[0].metrc' in the policy; did you mean 'rules[0].metric'?");
    }

    @Test
    void valuesThatMeanNothingAreRejected() {
        Map<String, Object> rule = Map.of("metric", "size.ratio", "max", 1);
        assertRejected(Map.of("version", 2), ErrorCode.POLICY_INVALID_VALUE, "'version' is the number 2; it must be 1");
        assertRejected(Map.of("gate", List.of("int4")), ErrorCode.POLICY_INVALID_VALUE, "int8 or fp16 or bf16");
        assertRejected(Map.of("gate", List.of("fp32")), ErrorCode.POLICY_INVALID_VALUE, "int8 or fp16 or bf16");
        assertRejected(
                Map.of("rules", List.of(Map.of("metric", "size"))),
                ErrorCode.POLICY_INVALID_VALUE,
                "accuracy.top1.loss or latency.p50.ratio or size.ratio");
        assertRejected(
                Map.of("rules", List.of(Map.of("metric", "size.ratio"))),
                ErrorCode.POLICY_INVALID_VALUE,
                "Field 'rules[0].max' of the policy is required");
        assertRejected(
                Map.of("rules", List.of(Map.of("metric", "size.ratio", "max", 1, "confidence", 95))),
                ErrorCode.POLICY_INVALID_VALUE,
                "'rules[0].confidence' is the number 95");
        assertRejected(Map.of("rules", List.of(rule, rule)), ErrorCode.POLICY_INVALID_VALUE, "'rules[1].id'");
        assertRejected(Map.of("rules", Map.of()), ErrorCode.POLICY_INVALID_VALUE, "a list of sections");
    }

    @Test
    void allFaultsAreToldAtOnce() {
        Map<String, Object> good = Map.of("metric", "size.ratio", "max", 1);
        Map<String, Object> policy = Map.of(
                "gates",
                List.of("int8"),
                "gate",
                List.of("int8", "int4"),
                "rules",
                List.of(
                        good,
                        good,
                        Map.of("metric", "accuracy.agreement", "max", 0, "confidence", 95),
                        Map.of("metric", "size")),
                "maxWait",
                "0s");
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> Policy.fromMap(policy))
                .satisfies(failure -> assertThat(failure.faults())
                        .extracting(Fault::code, fault -> fault.pointer().orElseThrow())
                        .containsExactly(
                                tuple(ErrorCode.POLICY_UNKNOWN_KEY, "/gates"),
                                tuple(ErrorCode.POLICY_INVALID_VALUE, "/gate/1"),
                                tuple(ErrorCode.POLICY_INVALID_VALUE, "/rules/2/confidence"),
                                tuple(ErrorCode.POLICY_INVALID_VALUE, "/rules/3/metric"),
                                tuple(ErrorCode.POLICY_INVALID_VALUE, "/rules/3/max"),
                                tuple(ErrorCode.POLICY_INVALID_VALUE, "/maxWait"),
                                tuple(ErrorCode.POLICY_INVALID_VALUE, "/rules/1/id"),
                                tuple(ErrorCode.POLICY_INVALID_VALUE, "/rules/2/max")));
    }

    @Test
    void storedPolicyIsReadWithoutItsUnknownKeysUnlessItIsOfANewerVersion() {
        Map<String, Object> rule = Map.of("metric", "size.ratio", "max", 1, "weight", 2);
        Policy read = Policy.fromStored(Map.of("rules", List.of(rule), "comment", "strict"))
                .value();
        assertThat(read.rules()).containsExactly(new Rule("size.ratio", Metric.SIZE_RATIO, 1, 0.95));

        Map<String, Object> newer = Map.of("version", Policy.VERSION + 1, "gate", List.of("int4"));
        Stored<Policy> kept = Policy.fromStored(newer);
        assertThat(kept.document()).isEqualTo(newer);
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(kept::value)
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.DOCUMENT_TOO_NEW));
    }

    private static void assertRejected(Map<String, ?> map, ErrorCode code, String sentence) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> Policy.fromMap(map))
                .withMessageContaining(sentence)
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
