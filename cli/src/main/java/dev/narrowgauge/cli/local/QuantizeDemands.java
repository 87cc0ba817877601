package dev.narrowgauge.cli.local;

import dev.narrowgauge.domain.decision.Decision.Outcome;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.gate.Rule;
import dev.narrowgauge.domain.gate.RuleOutcome;
import dev.narrowgauge.domain.gate.RuleTest;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.engine.client.EngineEvidence;
import dev.narrowgauge.proto.engine.Quantized;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What a quantization is asked to fail on. */
final class QuantizeDemands {
    private QuantizeDemands() {}

    static List<RuleOutcome> outcomes(Quantized quantized, Optional<Rule> loss, Optional<Rule> ratio) {
        List<RuleOutcome> outcomes = new ArrayList<>();
        loss.ifPresent(rule -> outcomes.add(RuleTest.accuracy(rule, EngineEvidence.of(quantized.getEvaluated()))));
        ratio.ifPresent(rule -> outcomes.add(
                quantized.hasLatency()
                        ? RuleTest.latency(rule, QuantizedText.ratio(quantized.getLatency()))
                        : unknown(rule)));
        return outcomes;
    }

    /** Done, unless there is nothing worth the name, or one of the demands is met. */
    static ExitCode exitCode(Quantized quantized, Collection<Demand> failOn, List<RuleOutcome> outcomes) {
        Outcome outcome = EngineEvidence.of(quantized.getDecision()).outcome();
        if (outcome == Outcome.INVALID) {
            return ExitCode.INVALID;
        }
        List<Verdict> verdicts = new ArrayList<>(List.of(Verdict.PASS));
        outcomes.forEach(rule -> verdicts.add(rule.verdict()));
        boolean slower = quantized.hasLatency() && quantized.getLatency().getRatioLow() > 1;
        if (failOn.contains(Demand.SLOWER) && slower || failOn.contains(Demand.FP32) && outcome == Outcome.SHIP_FP32) {
            verdicts.add(Verdict.FAIL);
        }
        if (failOn.contains(Demand.CANNOT_TELL) && outcome == Outcome.CANNOT_TELL) {
            verdicts.add(Verdict.INCONCLUSIVE);
        }
        return Verdict.strongest(verdicts).exitCode();
    }

    private static RuleOutcome unknown(Rule rule) {
        return new RuleOutcome(
                rule.id(),
                rule.metric().label(),
                rule.max(),
                null,
                Verdict.INVALID,
                "The latency was not measured here.");
    }
}
