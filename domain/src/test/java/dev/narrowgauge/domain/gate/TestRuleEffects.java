package dev.narrowgauge.domain.gate;

import static dev.narrowgauge.domain.gate.MeasuredVariants.measured;
import static dev.narrowgauge.domain.gate.MeasuredVariants.ofFile;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.variant.Precision;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Of a rule on latency that is broken by far, and one on accuracy that is not decided. */
class TestRuleEffects {
    private static final String MODEL = "a".repeat(64);
    private static final String VARIANT = "b".repeat(64);
    private static final Instant DAY = Instant.parse("2027-01-31T23:59:59Z");
    private static final Evidence.Measured SLOW = ofFile(VARIANT, measured(Precision.INT8, 1.3, 1000, 0, 0));
    private static final Evidence.Measured FEW = measured(Precision.INT8, 0.4, 100, 0, 0);

    @Test
    void observedRuleDecidesNothing() {
        RuleOutcome outcome = only(SLOW, latency("mode", "observe"), Verdict.PASS);

        assertThat(outcome.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(outcome.effect()).isEqualTo(Effect.OBSERVED);
        assertThat(outcome.toldVerdict()).isEqualTo("(FAIL, observed)");
    }

    /** The day begins at midnight, UTC. */
    @Test
    void ruleDecidesFromItsDay() {
        assertThat(only(SLOW, latency("enforceFrom", "2027-02-01"), Verdict.PASS)
                        .effect())
                .isEqualTo(Effect.OBSERVED);
        assertThat(only(SLOW, latency("enforceFrom", "2027-01-31"), Verdict.FAIL)
                        .effect())
                .isEqualTo(Effect.DECIDES);
    }

    /** By the time of the verdict, whenever somebody looks. */
    @Test
    void verdictIsTheSameAfterTheDay() {
        Policy policy = policy(latency("enforceFrom", "2027-02-01"));
        Occasion then = new Occasion(DAY, MODEL);
        List<Row> rows = new Gate(policy, then).rows(List.of(SLOW));

        assertThat(Recomputation.of(rows, Verdict.PASS, policy, then).differences())
                .isEmpty();
        assertThat(Recomputation.of(rows, Verdict.PASS, policy, new Occasion(DAY.plusSeconds(1), MODEL))
                        .differences())
                .anyMatch(difference -> difference.contains("its effect is OBSERVED in the document"))
                .anyMatch(difference -> difference.contains("the verdict is PASS in the document and FAIL"));
    }

    @Test
    void warningDecidesNothing() {
        assertThat(only(SLOW, latency("severity", "warn"), Verdict.PASS).effect())
                .isEqualTo(Effect.WARNS);
    }

    @Test
    void policySaysWhatComesOfWhatIsNotDecided() {
        assertThat(only(FEW, accuracy("onInconclusive", "tell"), Verdict.INCONCLUSIVE)
                        .effect())
                .isEqualTo(Effect.DECIDES);
        assertThat(only(FEW, accuracy("onInconclusive", "warn"), Verdict.PASS).effect())
                .isEqualTo(Effect.WARNS);
        RuleOutcome failed = only(FEW, accuracy("onInconclusive", "fail"), Verdict.FAIL);
        assertThat(failed.sentence()).endsWith("The policy takes what is not decided for a FAIL of this rule.");
        assertThat(failed.missing().samples()).isEqualTo(168);
    }

    @Test
    void waiverHoldsUpToItsLastDay() {
        for (String model : List.of(MODEL, VARIANT)) {
            RuleOutcome outcome = waived(model, "2027-01-31", Verdict.PASS);
            assertThat(outcome.effect()).isEqualTo(Effect.WAIVED);
            assertThat(outcome.verdict()).isEqualTo(Verdict.FAIL);
            assertThat(outcome.waiver())
                    .isEqualTo("Waived up to and including 2027-01-31 by team-x: driver 580 regression.");
        }
    }

    @Test
    void expiredWaiverIsAFailure() {
        RuleOutcome outcome = waived(MODEL, "2027-01-30", Verdict.FAIL);

        assertThat(outcome.effect()).isEqualTo(Effect.DECIDES);
        assertThat(outcome.sentence()).endsWith("It was waived, and the waiver expired after 2027-01-30.");
        assertThat(outcome.waiver()).contains("expired after 2027-01-30", "team-x", "driver 580 regression");
    }

    @Test
    void waiverOfAnotherModelChangesNothing() {
        RuleOutcome outcome = waived("c".repeat(64), "2027-01-30", Verdict.FAIL);

        assertThat(outcome.waiver()).isNull();
        assertThat(outcome.sentence()).doesNotContain("waive");
    }

    /** Expired or not. */
    @Test
    void waiverOfARuleThatIsKeptIsNotUsed() {
        for (String expires : List.of("2027-01-30", "2028-01-01")) {
            RuleOutcome outcome = judged(
                            measured(Precision.INT8, 0.4, 1000, 0, 0),
                            waiving(MODEL, expires),
                            new Occasion(DAY, MODEL))
                    .getLast()
                    .rules()
                    .getFirst();
            assertThat(outcome.effect()).isEqualTo(Effect.DECIDES);
            assertThat(outcome.verdict()).isEqualTo(Verdict.PASS);
            assertThat(outcome.waiver()).isNull();
        }
    }

    private static RuleOutcome waived(String model, String expires, Verdict verdict) {
        return only(SLOW, waiving(model, expires), verdict);
    }

    private static Policy waiving(String model, String expires) {
        return Policy.fromMap(Map.of(
                "rules",
                List.of(Map.of("id", "latency", "metric", "latency.p50.ratio", "max", 1)),
                "waivers",
                List.of(Map.of(
                        "rule",
                        "latency",
                        "model",
                        "sha256:" + model,
                        "reason",
                        "driver 580 regression",
                        "owner",
                        "team-x",
                        "expires",
                        expires))));
    }

    private static RuleOutcome only(Evidence.Measured measured, Map<String, Object> rule, Verdict verdict) {
        return only(measured, policy(rule), verdict);
    }

    private static RuleOutcome only(Evidence.Measured measured, Policy policy, Verdict verdict) {
        Occasion occasion = new Occasion(DAY, MODEL);
        List<Row> rows = judged(measured, policy, occasion);
        assertThat(new Gate(policy, occasion).verdict(rows)).isEqualTo(verdict);
        assertThat(Recomputation.of(rows, verdict, policy, occasion).differences())
                .isEmpty();
        return rows.getLast().rules().getFirst();
    }

    private static List<Row> judged(Evidence.Measured measured, Policy policy, Occasion occasion) {
        return new Gate(policy, occasion).rows(List.of(measured));
    }

    private static Policy policy(Map<String, Object> rule) {
        return Policy.fromMap(Map.of("rules", List.of(rule)));
    }

    private static Map<String, Object> latency(String key, String value) {
        return new HashMap<>(Map.of("metric", "latency.p50.ratio", "max", 1, key, value));
    }

    private static Map<String, Object> accuracy(String key, String value) {
        return new HashMap<>(Map.of("metric", "accuracy.top1.loss", "max", 0.01, key, value));
    }
}
