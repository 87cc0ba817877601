package dev.narrowgauge.domain.gate;

import static dev.narrowgauge.domain.gate.MeasuredVariants.measured;
import static dev.narrowgauge.domain.gate.MeasuredVariants.named;
import static dev.narrowgauge.domain.gate.MeasuredVariants.on;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.variant.Precision;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which variants have to pass, and on which devices. */
class TestRequirements {
    private static final Map<String, Object> FASTER = Map.of("metric", "latency.p50.ratio", "max", 1);
    private static final Evidence GOOD = named("good", measured(Precision.INT8, 0.5, 1000, 0, 0));
    private static final Evidence SLOW = named("slow", measured(Precision.INT8, 1.3, 1000, 0, 0));
    private static final Evidence GOOD_ON_ARM =
            named("good", on(device("arm-dotprod"), measured(Precision.INT8, 0.5, 1000, 0, 0)));
    private static final Evidence SLOW_ON_ARM =
            named("good", on(device("arm-dotprod"), measured(Precision.INT8, 1.3, 1000, 0, 0)));
    private static final Evidence CRASHED =
            new Evidence.Missing("crashed", Precision.INT8, "x86-vnni", ErrorCode.ENGINE_CRASHED, "It crashed.");

    @Test
    void everyVariantHasToPassUnlessThePolicySaysAny() {
        assertThat(verdict(Map.of("rules", List.of(FASTER)), GOOD, SLOW)).isEqualTo(Verdict.FAIL);
        Map<String, Object> any = Map.of("requires", "any", "rules", List.of(FASTER));
        assertThat(verdict(any, GOOD, SLOW)).isEqualTo(Verdict.PASS);
        assertThat(verdict(any, SLOW, CRASHED)).isEqualTo(Verdict.INVALID);
        assertThat(verdict(any, SLOW)).isEqualTo(Verdict.FAIL);
        assertThat(verdict(any)).isEqualTo(Verdict.INVALID);
    }

    @Test
    void variantPassesWhereItDoesOnEveryDevice() {
        Map<String, Object> any = Map.of("requires", "any", "rules", List.of(FASTER));
        assertThat(verdict(any, GOOD, SLOW_ON_ARM)).isEqualTo(Verdict.FAIL);
        assertThat(verdict(any, GOOD, GOOD_ON_ARM)).isEqualTo(Verdict.PASS);
    }

    @Test
    void policyNamesTheDevicesThatDecide() {
        Map<String, Object> policy = Map.of("devices", List.of("x86-*"), "rules", List.of(FASTER));
        List<Row> rows = rows(policy, GOOD, SLOW_ON_ARM);

        assertThat(rows)
                .filteredOn(row -> !row.baseline())
                .extracting(Row::gating)
                .containsExactly(true, false);
        assertThat(verdict(policy, GOOD, SLOW_ON_ARM)).isEqualTo(Verdict.PASS);
        assertThat(verdict(policy, GOOD_ON_ARM)).isEqualTo(Verdict.INVALID);
    }

    @Test
    void ruleNamesTheDevicesThatItIsFor() {
        Map<String, Object> rule =
                Map.of("metric", "latency.p50.ratio", "max", 1, "devices", List.of("x86-*", "nvidia-*"));
        List<Row> rows = rows(Map.of("rules", List.of(rule)), GOOD, SLOW_ON_ARM);

        assertThat(rows.getLast().rules()).isEmpty();
        assertThat(rows.getLast().notes())
                .contains("Rule latency.p50.ratio is not applied: it is for x86-*, nvidia-*, and this is arm-dotprod.");
        assertThat(rows.getLast().decision().headline())
                .as("the decision knows no such limit")
                .startsWith("SHIP FP32");
    }

    private static Evidence.Device device(String deviceClass) {
        return new Evidence.Device(deviceClass, "node-2", "another processor", "beef");
    }

    private static List<Row> rows(Map<String, Object> policy, Evidence... evidence) {
        return new Gate(Policy.fromMap(policy)).rows(List.of(evidence));
    }

    private static Verdict verdict(Map<String, Object> map, Evidence... evidence) {
        Policy policy = Policy.fromMap(map);
        List<Row> rows = rows(map, evidence);
        Verdict verdict = new Gate(policy).verdict(rows);
        assertThat(Recomputation.of(rows, verdict, policy).differences()).isEmpty();
        return verdict;
    }
}
