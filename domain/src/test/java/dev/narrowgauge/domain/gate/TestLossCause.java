package dev.narrowgauge.domain.gate;

import static dev.narrowgauge.domain.gate.MeasuredVariants.measured;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.gate.LossCause.Remedy;
import dev.narrowgauge.domain.report.SensitivityReport;
import dev.narrowgauge.domain.variant.Precision;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestLossCause {
    private static final LossCause KNOWN = new LossCause(
            List.of(
                    new SensitivityReport("conv1", "Conv", 12.0, 0.61, true),
                    new SensitivityReport("fc", "Gemm", 20.0, 0.25, false)),
            "Ranked 2 of 2 quantized nodes.",
            new Remedy(Map.of("mode", "static"), "With 'conv1' in float it is expected at 30.0 dB."));

    private final Gate gate = new Gate(Policy.standard());

    @Test
    void brokenRuleOnAccuracyNamesTheLayersAndARecipe() {
        Row row = row(KNOWN, 100);

        RuleOutcome accuracy = rule(row, "accuracy");
        assertThat(accuracy.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(accuracy.cause())
                .contains("most comes from Conv 'conv1' 61 %, Gemm 'fc' 25 % (estimated).")
                .contains("With 'conv1' in float it is expected at 30.0 dB.");
        assertThat(rule(row, "latency").cause()).as("kept, and of no layer").isNull();
        assertThat(row.further().loss()).isEqualTo(KNOWN);
    }

    @Test
    void ruleThatIsKeptHasNoCause() {
        assertThat(row(KNOWN, 0).rules()).extracting(RuleOutcome::cause).containsOnlyNulls();
    }

    @Test
    void unknownIsToldAsUnknown() {
        assertThat(rule(row(null, 100), "accuracy").cause()).startsWith("Which layers lost it is not known:");
        assertThat(rule(row(LossCause.unknown("Not ranked: there are no samples to run."), 100), "accuracy")
                        .cause())
                .isEqualTo("Which layers lost it is not known. Not ranked: there are no samples to run.");
    }

    @Test
    void causeIsMadeOnceMoreFromTheDocument() {
        Row row = row(KNOWN, 100);
        List<Row> rows = gate.rows(List.of(evidence(KNOWN, 100)));

        Recomputation again = Recomputation.of(rows, Verdict.FAIL, Policy.standard());
        assertThat(again.differences()).isEmpty();
        assertThat(rule(again.rows().getLast(), "accuracy").cause())
                .isEqualTo(rule(row, "accuracy").cause());
    }

    private Row row(LossCause loss, int lost) {
        return gate.rows(List.of(evidence(loss, lost))).getLast();
    }

    private static Evidence.Measured evidence(LossCause loss, int lost) {
        Evidence.Measured plain = measured(Precision.INT8, 0.4, 797, 0, lost);
        return new Evidence.Measured(
                plain.variantId(),
                plain.recipeName(),
                plain.precision(),
                plain.sizeBytes(),
                plain.baselineSizeBytes(),
                plain.device(),
                plain.accuracy(),
                plain.latency(),
                plain.noiseFloor(),
                new FurtherEvidence(null, List.of(), null, null, List.of(), loss),
                plain.sha256());
    }

    private static RuleOutcome rule(Row row, String id) {
        return row.rules().stream()
                .filter(outcome -> outcome.rule().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
