package dev.narrowgauge.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.RuleOutcome;
import dev.narrowgauge.proto.engine.Decision;
import dev.narrowgauge.proto.engine.Evaluated;
import dev.narrowgauge.proto.engine.Latency;
import dev.narrowgauge.proto.engine.OutputAgreement;
import dev.narrowgauge.proto.engine.Quantized;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A command ends with 0 when its work is done, and decides where it is asked. */
class TestDemands {
    private static final Set<Demand> ALL = EnumSet.allOf(Demand.class);

    @Test
    void quantizeDecidesWhereAsked() {
        assertThat(exit("SHIP", 0.5, 0.6, ALL)).isEqualTo(ExitCode.OK);
        assertThat(exit("SHIP_FP32", 1.1, 1.2, Set.of())).isEqualTo(ExitCode.OK);
        assertThat(exit("SHIP_FP32", 1.1, 1.2, Set.of(Demand.SLOWER))).isEqualTo(ExitCode.FAIL);
        assertThat(exit("SHIP_FP32", 0.9, 1.2, Set.of(Demand.SLOWER))).isEqualTo(ExitCode.OK);
        assertThat(exit("SHIP_FP32", 0.9, 1.2, Set.of(Demand.FP32))).isEqualTo(ExitCode.FAIL);
        assertThat(exit("CANNOT_TELL", 0.9, 1.2, Set.of(Demand.FP32))).isEqualTo(ExitCode.OK);
        assertThat(exit("CANNOT_TELL", 0.9, 1.2, Set.of(Demand.CANNOT_TELL))).isEqualTo(ExitCode.CANNOT_TELL);
        assertThat(exit("CANNOT_TELL", 1.1, 1.2, ALL))
                .as("what is shown outweighs what is not known")
                .isEqualTo(ExitCode.FAIL);
    }

    @Test
    void nothingWorthTheNameIsInvalidUnasked() {
        assertThat(exit("INVALID", 0.5, 0.6, Set.of())).isEqualTo(ExitCode.INVALID);
        assertThat(exit("INVALID", 1.5, 1.6, ALL)).isEqualTo(ExitCode.INVALID);
    }

    @Test
    void ratioLimitIsTestedLikeTheGates() {
        assertThat(ratioLimit(0.5, 0.6, 0.7)).isEqualTo(ExitCode.OK);
        assertThat(ratioLimit(0.5, 0.6, 0.55)).isEqualTo(ExitCode.CANNOT_TELL);
        assertThat(ratioLimit(0.5, 0.6, 0.4)).isEqualTo(ExitCode.FAIL);
    }

    @Test
    void evaluateHoldsEveryOutputAgainstTheStandardLimits() {
        Evaluated good = evaluated(4);
        Evaluated bad = evaluated(40);
        assertThat(evaluateExit(good, ALL)).isEqualTo(ExitCode.OK);
        assertThat(evaluateExit(bad, ALL)).isEqualTo(ExitCode.FAIL);
        assertThat(evaluateExit(bad, Set.of(Demand.CANNOT_TELL))).isEqualTo(ExitCode.OK);
        assertThat(evaluateExit(bad, Set.of())).isEqualTo(ExitCode.OK);
    }

    @Test
    void lossLimitNeedsLabels() {
        List<RuleOutcome> outcomes = EvaluateDemands.outcomes(evaluated(0), Set.of(), Optional.of(Limit.loss(1)));
        assertThat(EvaluateDemands.exitCode(Set.of(), outcomes)).isEqualTo(ExitCode.INVALID);
        Evaluated labelled = evaluated(0).toBuilder()
                .setHasLabels(true)
                .setBaselineCorrect(900)
                .setVariantCorrect(900)
                .build();
        assertThat(EvaluateDemands.exitCode(
                        Set.of(), EvaluateDemands.outcomes(labelled, Set.of(), Optional.of(Limit.loss(1)))))
                .isEqualTo(ExitCode.OK);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 101, Double.NaN})
    void impossibleLossLimits(double points) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> Limit.loss(points))
                .withMessageStartingWith("--max-loss is ");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void impossibleRatioLimits(double ratio) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> Limit.ratio(ratio))
                .withMessageStartingWith("--max-ratio is ");
    }

    private static ExitCode exit(String outcome, double low, double high, Set<Demand> failOn) {
        return QuantizeDemands.exitCode(quantized(outcome, low, high), failOn, List.of());
    }

    private static ExitCode ratioLimit(double low, double high, double limit) {
        Quantized quantized = quantized("SHIP", low, high);
        List<RuleOutcome> outcomes =
                QuantizeDemands.outcomes(quantized, Optional.empty(), Optional.of(Limit.ratio(limit)));
        return QuantizeDemands.exitCode(quantized, Set.of(), outcomes);
    }

    private static Quantized quantized(String outcome, double low, double high) {
        return Quantized.newBuilder()
                .setDecision(Decision.newBuilder().setOutcome(outcome).setSubject("INT8"))
                .setLatency(Latency.newBuilder()
                        .setRatio((low + high) / 2)
                        .setRatioLow(low)
                        .setRatioHigh(high)
                        .setConfidence(0.95))
                .build();
    }

    private static ExitCode evaluateExit(Evaluated evaluated, Set<Demand> failOn) {
        return EvaluateDemands.exitCode(failOn, EvaluateDemands.outcomes(evaluated, failOn, Optional.empty()));
    }

    /** @param changed answers of 1000 */
    private static Evaluated evaluated(long changed) {
        return Evaluated.newBuilder()
                .setSamples(1000)
                .setFlips(changed)
                .setOutputSqnrDb(30)
                .addOutputs(OutputAgreement.newBuilder()
                        .setOutput("logits")
                        .setKind("CLASSES")
                        .setSamples(1000)
                        .setAnswers(1000)
                        .setChangedAnswers(changed)
                        .setChangedSamples(changed)
                        .setSqnrDb(30)
                        .setWorstSampleSqnrDb(25))
                .build();
    }
}
