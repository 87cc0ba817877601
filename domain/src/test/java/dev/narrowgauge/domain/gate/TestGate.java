package dev.narrowgauge.domain.gate;

import static dev.narrowgauge.domain.gate.MeasuredVariants.DEVICE;
import static dev.narrowgauge.domain.gate.MeasuredVariants.forks;
import static dev.narrowgauge.domain.gate.MeasuredVariants.measured;
import static dev.narrowgauge.domain.gate.MeasuredVariants.on;
import static dev.narrowgauge.domain.gate.MeasuredVariants.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.narrowgauge.domain.decision.Decision;
import dev.narrowgauge.domain.decision.OutputAgreement;
import dev.narrowgauge.domain.decision.OutputKind;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.latency.LatencyComparison;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.latency.Speed;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import dev.narrowgauge.domain.variant.Precision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestGate {
    private final Gate gate = new Gate(Policy.standard());

    @Test
    void fasterAndAsGoodPasses() {
        List<Row> rows = gate.rows(List.of(measured(Precision.INT8, 0.4, 797, 0, 0)));

        assertThat(gate.verdict(rows)).isEqualTo(Verdict.PASS);
        assertThat(rows).extracting(Row::precision).containsExactly("fp32", "int8");
        assertThat(rows.getFirst().latency().ratio().estimate()).isEqualTo(1);
    }

    @Test
    void slowerFailsAndSaysSo() {
        List<Row> rows = gate.rows(List.of(measured(Precision.INT8, 1.2, 797, 0, 0)));

        assertThat(gate.verdict(rows)).isEqualTo(Verdict.FAIL);
        assertThat(rows.getLast().notes().getFirst()).contains("INT8 is slower than FP32");
    }

    @Test
    void ruleThatIsNotAppliedIsToldWithTheReason() {
        Row labelled =
                gate.rows(List.of(measured(Precision.INT8, 0.4, 797, 0, 0))).getLast();
        Row unlabelled =
                gate.rows(List.of(unlabelled(values(24.0, 15.0), 0.4, DEVICE))).getLast();

        assertThat(labelled.notes()).containsExactly("Rule agreement is not applied: labels judge the only output.");
        assertThat(unlabelled.notes())
                .containsExactly("Rule accuracy is not applied: the evaluation set has no labels.");
    }

    @Test
    void rowSaysOfTheSpeedWhatTheComparisonDoes() {
        List<Speed> seen = new ArrayList<>();
        for (List<Double> ratios : List.of(
                List.of(0.5, 0.51, 0.5, 0.49, 0.5, 0.5),
                List.of(1.1, 0.9, 1.05, 0.95, 1.0, 1.02),
                List.of(0.5, 0.51))) {
            for (boolean steady : new boolean[] {true, false}) {
                Evidence.Measured measured = measured(Precision.INT8, 0.4, 797, 0, 0);
                LatencyEvidence latency = new LatencyEvidence(
                        measured.latency().baseline(),
                        measured.latency().variant(),
                        forks(Collections.nCopies(ratios.size(), 1.0), ratios),
                        1,
                        7,
                        steady);
                LatencyComparison comparison = LatencyComparison.of(
                        latency, Policy.standard().limits().latencyConfidence(), LatencyComparison.MARGIN);
                VerdictDocument.Latency row =
                        gate.rows(List.of(with(measured, latency))).getLast().latency();
                assertThat(row.ratio()).isEqualTo(comparison.ratio());
                assertThat(row.control()).isEqualTo(comparison.control());
                assertThat(row.speed()).isEqualTo(comparison.speed());
                assertThat(row.forks()).isEqualTo(ratios.size());
                assertThat(row.moreForks()).isEqualTo(comparison.moreForks());
                assertThat(row.reason()).isEqualTo(comparison.reason());
                seen.add(row.speed());
            }
        }
        assertThat(seen)
                .containsExactly(
                        Speed.FASTER,
                        Speed.INVALID,
                        Speed.INCONCLUSIVE,
                        Speed.INVALID,
                        Speed.INCONCLUSIVE,
                        Speed.INVALID);
    }

    @Test
    void accuracyThatIsNotShownIsInconclusive() {
        // The worked example of a 1-point margin: the estimate keeps it, the lower bound does not.
        Row row = gate.rows(List.of(measured(Precision.INT8, 0.4, 10_000, 220, 300)))
                .getLast();

        assertThat(row.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(row.rules())
                .filteredOn(rule -> rule.rule().equals("accuracy"))
                .extracting(RuleOutcome::verdict)
                .containsExactly(Verdict.INCONCLUSIVE);
    }

    @Test
    void provenLossFails() {
        Row row = gate.rows(List.of(measured(Precision.INT8, 0.4, 10_000, 100, 400)))
                .getLast();

        assertThat(row.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(row.accuracy().loss().estimate()).isEqualTo(0.03);
    }

    @Test
    void reportedVariantDoesNotDecide() {
        List<Row> rows =
                gate.rows(List.of(measured(Precision.INT8, 0.4, 797, 0, 0), measured(Precision.FP16, 1.5, 797, 0, 0)));

        assertThat(rows.getLast().verdict()).isEqualTo(Verdict.FAIL);
        assertThat(rows.getLast().gating()).isFalse();
        assertThat(gate.verdict(rows)).isEqualTo(Verdict.PASS);
    }

    @Test
    void failedJobOfAGatingVariantIsInvalid() {
        List<Row> rows = gate.rows(List.of(new Evidence.Missing(
                "int8", Precision.INT8, "x86-vnni", ErrorCode.ENGINE_CRASHED, "the engine crashed with signal 11")));

        assertThat(gate.verdict(rows)).isEqualTo(Verdict.INVALID);
        assertThat(rows.getLast().failure().code()).isEqualTo(ErrorCode.ENGINE_CRASHED);
    }

    @Test
    void nothingThatGatesIsInvalid() {
        assertThat(gate.verdict(gate.rows(List.of(measured(Precision.FP16, 0.5, 797, 0, 0)))))
                .isEqualTo(Verdict.INVALID);
    }

    @Test
    void unlabelledDataLeaveTop1Unknown() {
        Evidence.Measured unlabelled =
                with(measured(Precision.INT8, 0.4, 100, 0, 0), new AccuracyEvidence(100, false, 0, 0, 0, 0, 3, 30.0));
        Row row = gate.rows(List.of(unlabelled)).getLast();

        assertThat(row.accuracy().top1()).isNull();
        assertThat(row.accuracy().loss()).isNull();
        assertThat(row.verdict()).isEqualTo(Verdict.INVALID);
    }

    @Test
    void unlabelledDataAreHeldAgainstTheBaselinesAnswers() {
        Row kept =
                gate.rows(List.of(unlabelled(values(24.0, 15.0), 0.4, DEVICE))).getLast();
        Row broken =
                gate.rows(List.of(unlabelled(values(6.8, 2.0), 0.4, DEVICE))).getLast();

        assertThat(kept.verdict()).isEqualTo(Verdict.PASS);
        assertThat(kept.decision().headline()).isEqualTo("SHIP INT8");
        assertThat(broken.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(broken.decision().headline()).isEqualTo("SHIP FP32");
        assertThat(broken.rules())
                .filteredOn(rule -> rule.rule().equals("agreement"))
                .singleElement()
                .satisfies(rule -> {
                    // 13.2 dB less than the limit of 20 dB are that many times the error.
                    assertThat(rule.observed().estimate()).isCloseTo(Math.pow(10, 13.2 / 20), within(1e-9));
                    assertThat(rule.sentence()).contains("map");
                });
    }

    @Test
    void decidesForEachDevice() {
        Evidence.Device other = new Evidence.Device("x86-avx2", "node-2", "another", "beef");
        List<Row> rows = gate.rows(List.of(
                unlabelled(values(24.0, 15.0), 0.4, DEVICE),
                unlabelled(values(24.0, 15.0), 1.3, other),
                new Evidence.Missing("fp16", Precision.FP16, null, ErrorCode.ENGINE_CRASHED, "It crashed.")));

        assertThat(gate.decisions(rows))
                .extracting(made -> made.deviceClass() + ": " + made.decision().headline())
                .containsExactly("x86-vnni: SHIP INT8", "x86-avx2: SHIP FP32");
    }

    /** The precision that gates is INT8 here. */
    @Test
    void ofVariantsThatTieOneThatGatesIsToBeShipped() {
        assertThat(decided(0.4001, 0.4)).isEqualTo("SHIP INT8");
        assertThat(decided(0.4, 0.4001)).isEqualTo("SHIP INT8");
        assertThat(decided(0.6, 0.4)).as("it is shown to be slower").isEqualTo("SHIP FP16");
        assertThat(decided(1.3, 0.4)).as("it is not to be shipped").isEqualTo("SHIP FP16");
        List<Row> slower =
                gate.rows(List.of(measured(Precision.FP16, 1.3, 797, 0, 0), measured(Precision.INT8, 1.5, 797, 0, 0)));
        assertThat(gate.decisions(slower))
                .singleElement()
                .satisfies(made -> assertThat(made.decision().subject()).isEqualTo("INT8"));
    }

    private String decided(double int8, double fp16) {
        List<Row> rows = gate.rows(
                List.of(measured(Precision.FP16, fp16, 797, 0, 0), measured(Precision.INT8, int8, 797, 0, 0)));
        return gate.decisions(rows).getFirst().decision().headline();
    }

    @Test
    void decidesNothingWhereNothingWasMade() {
        List<Row> rows = gate.rows(
                List.of(new Evidence.Missing("int8", Precision.INT8, null, ErrorCode.ENGINE_CRASHED, "It crashed.")));

        assertThat(gate.decisions(rows)).singleElement().satisfies(made -> {
            assertThat(made.deviceClass()).isNull();
            assertThat(made.decision().headline()).isEqualTo("INVALID");
            assertThat(made.decision().reason()).isEqualTo("It crashed.");
        });
    }

    private static OutputAgreement values(double decibel, double worst) {
        return new OutputAgreement("map", OutputKind.VALUES, 100, 0, 0, 0, decibel, worst, 0.1);
    }

    private static Evidence.Measured unlabelled(OutputAgreement output, double ratio, Evidence.Device device) {
        return on(
                device,
                with(
                        measured(Precision.INT8, ratio, 100, 0, 0),
                        new AccuracyEvidence(100, false, 0, 0, 0, 0, 0, output.sqnrDb(), 100, List.of(output), "")));
    }

    /** On recorded states all was well. */
    @Test
    void variantThatGoesAstrayWithItsOwnStateFails() {
        Evidence.Measured well = unlabelled(values(30, 25), 0.4, DEVICE);
        AccuracyEvidence accuracy = well.accuracy();
        Row row = gate.rows(List.of(with(
                        well,
                        new AccuracyEvidence(
                                accuracy.samples(),
                                false,
                                0,
                                0,
                                0,
                                0,
                                0,
                                accuracy.outputSqnrDb(),
                                accuracy.answers(),
                                accuracy.outputs(),
                                "Output map is destroyed where states are fed back."))))
                .getLast();
        assertThat(gate.rows(List.of(well)).getLast().verdict()).isEqualTo(Verdict.PASS);
        assertThat(row.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(row.decision().outcome()).isEqualTo(Decision.Outcome.INVALID);
        assertThat(row.decision().reason()).isEqualTo("Output map is destroyed where states are fed back.");
    }

    @Test
    void unsettledDeviceIsInvalid() {
        Evidence.Measured steady = measured(Precision.INT8, 0.4, 797, 0, 0);
        LatencyEvidence restless = new LatencyEvidence(
                steady.latency().baseline(),
                steady.latency().variant(),
                steady.latency().forks(),
                1,
                7,
                false);
        Row row = gate.rows(List.of(with(steady, restless))).getLast();

        assertThat(row.verdict()).isEqualTo(Verdict.INVALID);
    }
}
