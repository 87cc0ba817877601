package dev.narrowgauge.domain.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.gate.VerdictDocument.Row;
import dev.narrowgauge.domain.latency.NoiseFloor;
import dev.narrowgauge.domain.variant.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestRecomputation {
    private final Gate gate = new Gate(Policy.standard());

    @Test
    void testDocumentFollowsFromItsEvidence() {
        List<Row> rows = gate.rows(List.of(
                TestGate.measured(Precision.INT8, 0.4, 10_000, 220, 300),
                TestGate.measured(Precision.FP16, 1.2, 797, 0, 0),
                new Evidence.Missing("other", Precision.INT8, "x86-vnni", ErrorCode.ENGINE_CRASHED, "It crashed.")));

        assertThat(Recomputation.of(rows, gate.verdict(rows), Policy.standard()).differences())
                .isEmpty();
        assertThat(Recomputation.of(rows, Verdict.PASS, Policy.standard()).differences())
                .singleElement()
                .asString()
                .contains("the verdict is PASS in the document");
    }

    @Test
    void testDocumentThatSaysMoreThanItsEvidenceIsFound() {
        List<Row> honest = gate.rows(List.of(TestGate.measured(Precision.INT8, 1.2, 797, 0, 0)));
        List<Row> other = gate.rows(List.of(TestGate.measured(Precision.INT8, 0.4, 797, 0, 0)));
        Row row = other.getLast();
        Row forged = new Row(
                row.variantId(),
                row.recipe(),
                row.precision(),
                false,
                row.sizeBytes(),
                row.sizeRatio(),
                row.device(),
                row.accuracy(),
                new VerdictDocument.Latency(
                        row.latency().p50Millis(),
                        row.latency().p99Millis(),
                        row.latency().runs(),
                        row.latency().ratio(),
                        row.latency().control(),
                        row.latency().speed(),
                        row.latency().forks(),
                        row.latency().moreForks(),
                        row.latency().reason(),
                        null,
                        honest.getLast().latency().evidence()),
                row.peakMemoryBytes(),
                row.verdict(),
                row.gating(),
                row.rules(),
                row.notes(),
                null,
                row.decision());

        assertThat(Recomputation.of(List.of(other.getFirst(), forged), Verdict.PASS, Policy.standard())
                        .differences())
                .anyMatch(difference -> difference.contains("int8 on x86-vnni: the ratio"))
                .anyMatch(difference -> difference.contains("int8 on x86-vnni: the speed is FASTER"))
                .anyMatch(difference -> difference.contains("rule latency is PASS"));
    }

    @Test
    void testNoiseFloorStaysWithItsEvidence() {
        Evidence.Measured plain = TestGate.measured(Precision.INT8, 0.4, 797, 0, 0);
        NoiseFloor floor = new NoiseFloor(40, 20, 0.012);
        List<Row> rows = gate.rows(List.of(new Evidence.Measured(
                plain.variantId(),
                plain.recipeName(),
                plain.precision(),
                plain.sizeBytes(),
                plain.baselineSizeBytes(),
                plain.device(),
                plain.accuracy(),
                plain.latency(),
                floor)));

        assertThat(rows.getLast().latency().noiseFloor()).isEqualTo(floor);
        assertThat(rows.getFirst().latency().noiseFloor()).isNull();
        Recomputation made = Recomputation.of(rows, Verdict.PASS, Policy.standard());
        assertThat(made.rows()).isEqualTo(rows);
        assertThat(made.differences()).isEmpty();
    }

    @Test
    void testEvidenceIsJudgedByAnotherPolicy() {
        List<Row> rows = gate.rows(List.of(TestGate.measured(Precision.INT8, 0.4, 797, 0, 0)));
        Policy strict = new Policy(
                Policy.VERSION,
                Policy.standard().gate(),
                List.of(new Rule("latency", Metric.LATENCY_P50_RATIO, 0.3, 0.95)));

        assertThat(Recomputation.of(rows, Verdict.PASS, strict).verdict()).isEqualTo(Verdict.FAIL);
    }
}
