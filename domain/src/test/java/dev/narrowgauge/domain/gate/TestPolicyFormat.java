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
import java.util.LinkedHashMap;
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
    void baselineIsOneThatTheMetricCanBeHeldAgainst() {
        String result = "result:018f4a40-6a3e-7c7b-b9a1-3d2f6a1f0c55";
        for (String baseline : List.of("release", result)) {
            Policy policy = Policy.fromMap(
                    Map.of("rules", List.of(Map.of("metric", "size.ratio", "max", 1, "baseline", baseline))));
            assertThat(policy.version()).isEqualTo(2);
            assertThat(policy.rules().getFirst().baseline()).isEqualTo(baseline);
            assertThat(Policy.fromMap(policy.toMap())).isEqualTo(policy);
        }
        Map<String, Object> upload = Map.of("metric", "coldStart", "max", 1, "baseline", "upload");
        assertThat(Policy.fromMap(Map.of("rules", List.of(upload)))
                        .rules()
                        .getFirst()
                        .isOfUpload())
                .isTrue();
        for (String metric : List.of("coldStart", "latency.p99.upper", "memory.peak", "accuracy.agreement")) {
            assertRejected(
                    Map.of("rules", List.of(Map.of("metric", metric, "max", 1, "baseline", "release"))),
                    ErrorCode.POLICY_INVALID_VALUE,
                    metric + " cannot be held against a release");
        }
        for (String wrong : List.of("fp32", "result:", "result:last")) {
            assertRejected(
                    Map.of("rules", List.of(Map.of("metric", "size.ratio", "max", 1, "baseline", wrong))),
                    ErrorCode.POLICY_INVALID_VALUE,
                    "'rules[0].baseline' is the string '" + wrong + "'; it must be upload, release, or result:");
        }
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
        assertRejected(
                Map.of("version", 3), ErrorCode.POLICY_INVALID_VALUE, "'version' is the number 3; it must be 1 or 2");
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
                                tuple(ErrorCode.POLICY_INVALID_VALUE, "/maxWait"),
                                tuple(ErrorCode.POLICY_INVALID_VALUE, "/rules/1/id"),
                                tuple(ErrorCode.POLICY_INVALID_VALUE, "/rules/2/max"),
                                tuple(ErrorCode.POLICY_INVALID_VALUE, "/rules/3/max")));
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

    /** What a program of the release before reads and writes. */
    @Test
    void policyThatSaysNothingNewIsOfTheFirstVersionAndAsItWas() {
        Map<String, Object> before = new LinkedHashMap<>();
        before.put("version", 1);
        before.put("gate", List.of("fp16", "int8"));
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("id", "latency");
        rule.put("metric", "latency.p50.ratio");
        rule.put("max", 0.9);
        rule.put("confidence", 0.99);
        before.put("rules", List.of(rule));
        before.put("maxWait", "2h");

        Policy read = Policy.fromMap(before);
        assertThat(read.version()).isEqualTo(1);
        assertThat(read.toMap()).isEqualTo(before);
        assertThat(read.toMap().toString()).isEqualTo(before.toString());
        Map<String, Object> newer = new LinkedHashMap<>(before);
        newer.put("version", 2);
        assertThat(Policy.fromMap(newer)).isEqualTo(read);
    }

    @Test
    void everythingThatAPolicySaysSurvivesTheRoundTrip() {
        Map<String, Object> written = Map.of(
                "requires",
                "any",
                "devices",
                List.of("x86-*"),
                "multiplicity",
                "holm",
                "rules",
                List.of(
                        Map.of(
                                "id",
                                "night",
                                "metric",
                                "accuracy.slice.loss",
                                "max",
                                0.05,
                                "slice",
                                "group night",
                                "minSamples",
                                300,
                                "onInconclusive",
                                "warn",
                                "severity",
                                "warn",
                                "devices",
                                List.of("x86-*", "arm-dotprod")),
                        Map.of("metric", "accuracy.loss", "max", 0.01, "measure", "f1.macro", "mode", "observe"),
                        Map.of("metric", "coverage", "min", 0.8, "enforceFrom", "2027-01-31"),
                        Map.of("metric", "determinism"),
                        Map.of("metric", "labelTruth"),
                        Map.of("metric", "runtimeRange", "versions", List.of("1.23", "1.24.1"))),
                "waivers",
                List.of(Map.of(
                        "rule",
                        "night",
                        "model",
                        "a".repeat(64),
                        "reason",
                        "r",
                        "owner",
                        "o",
                        "expires",
                        "2027-01-31")));
        Policy policy = Policy.fromMap(written);

        assertThat(policy.version()).isEqualTo(2);
        assertThat(Policy.fromMap(policy.toMap())).isEqualTo(policy);
        assertThat(Policy.fromStored(policy.toMap()).value()).isEqualTo(policy);
        assertThat(policy.rules().get(2).min()).isEqualTo(0.8);
        assertThat(policy.rules().get(3).max()).isZero();
    }

    @Test
    void everyNewThingAsksForTheSecondVersion() {
        Map<String, Object> rule = Map.of("metric", "size.ratio", "max", 1);
        for (Map<String, Object> policy : List.<Map<String, Object>>of(
                Map.of("requires", "any"),
                Map.of("devices", List.of("x86-*")),
                Map.of("multiplicity", "holm"),
                Map.of("rules", List.of(Map.of("metric", "memory.peak", "max", 1))),
                Map.of("rules", List.of(with(rule, "severity", "warn"))),
                Map.of("rules", List.of(with(rule, "mode", "observe"))),
                Map.of("rules", List.of(with(rule, "onInconclusive", "fail"))),
                Map.of("rules", List.of(with(rule, "enforceFrom", "2027-01-31"))),
                Map.of("rules", List.of(with(rule, "devices", List.of("x86-*")))))) {
            assertThat(Policy.fromMap(policy).version()).as("%s", policy).isEqualTo(2);
        }
        assertThat(Policy.fromMap(Map.of("rules", List.of(with(rule, "severity", "error"))))
                        .version())
                .isEqualTo(1);
    }

    @Test
    void whatDoesNotFitTogetherIsRejected() {
        Map<String, Object> rule = Map.of("metric", "size.ratio", "max", 1);
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("metric", "coverage", "max", 0.8),
                Map.of("metric", "coverage"),
                Map.of("metric", "runtimeRange"),
                Map.of("metric", "runtimeRange", "versions", List.of()),
                Map.of("metric", "runtimeRange", "versions", List.of("1.23"), "max", 0),
                Map.of("metric", "runtimeRange", "versions", List.of(">=1.20")),
                Map.of("metric", "runtimeRange", "versions", List.of(1.23)),
                with(rule, "versions", List.of("1.23")),
                Map.of("metric", "accuracy.loss", "max", 0.01),
                Map.of("metric", "accuracy.loss", "max", 0.01, "measure", "top1", "confidence", 0.99),
                with(rule, "min", 0.5),
                with(rule, "measure", "top1"),
                with(rule, "slice", "class 1"),
                with(rule, "minSamples", 10),
                with(rule, "onInconclusive", "extend"),
                with(rule, "devices", List.of()),
                with(rule, "enforceFrom", "2027-02-30"),
                with(with(rule, "mode", "observe"), "enforceFrom", "2027-01-31"))) {
            assertThatExceptionOfType(NarrowgaugeException.class)
                    .as("%s", wrong)
                    .isThrownBy(() -> Policy.fromMap(Map.of("rules", List.of(wrong))))
                    .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.POLICY_INVALID_VALUE));
        }
        Map<String, Object> waiver =
                Map.of("rule", "none", "model", "a".repeat(64), "reason", "r", "owner", "o", "expires", "2027-01-31");
        assertRejected(
                Map.of("waivers", List.of(waiver)),
                ErrorCode.POLICY_INVALID_VALUE,
                "'waivers[0].rule' is the string 'none'; it must be the id of a rule of the policy");
        assertRejected(
                Map.of("waivers", List.of(with(waiver, "model", "A".repeat(64)))),
                ErrorCode.POLICY_INVALID_VALUE,
                "it must be a SHA-256 of 64 hexadecimal digits in lower case");
    }

    private static Map<String, Object> with(Map<String, Object> map, String key, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(map);
        more.put(key, value);
        return more;
    }

    private static void assertRejected(Map<String, ?> map, ErrorCode code, String sentence) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> Policy.fromMap(map))
                .withMessageContaining(sentence)
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
