package dev.narrowgauge.cli.local;

import dev.narrowgauge.domain.decision.AccuracyFindings;
import dev.narrowgauge.domain.decision.Finding;
import dev.narrowgauge.domain.decision.Limits;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.gate.Rule;
import dev.narrowgauge.domain.gate.RuleOutcome;
import dev.narrowgauge.domain.gate.RuleTest;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import dev.narrowgauge.engine.client.EngineEvidence;
import dev.narrowgauge.proto.engine.Evaluated;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What an evaluation is asked to fail on. */
final class EvaluateDemands {
    private EvaluateDemands() {}

    /** The limit that was given, and with demands the standard limits, one by one. */
    static List<RuleOutcome> outcomes(Evaluated evaluated, Collection<Demand> failOn, Optional<Rule> loss) {
        List<RuleOutcome> outcomes = new ArrayList<>();
        loss.ifPresent(rule -> outcomes.add(RuleTest.accuracy(rule, EngineEvidence.of(evaluated))));
        if (!failOn.isEmpty()) {
            AccuracyEvidence accuracy = EngineEvidence.of(evaluated);
            AccuracyFindings.of(accuracy.outputs(), accuracy.labelled() ? accuracy.paired() : null, Limits.standard())
                    .forEach(finding -> outcomes.add(outcome(finding, failOn)));
            if (!accuracy.astray().isEmpty()) {
                Verdict verdict = failOn.contains(Demand.FP32) ? Verdict.FAIL : Verdict.PASS;
                outcomes.add(new RuleOutcome("sequence", "sequence", Double.NaN, null, verdict, accuracy.astray()));
            }
        }
        return outcomes;
    }

    static ExitCode exitCode(Collection<Demand> failOn, List<RuleOutcome> outcomes) {
        if (!failOn.isEmpty() && outcomes.isEmpty()) {
            return failOn.contains(Demand.CANNOT_TELL) ? ExitCode.CANNOT_TELL : ExitCode.OK;
        }
        return outcomes.isEmpty()
                ? ExitCode.OK
                : Verdict.strongest(outcomes.stream().map(RuleOutcome::verdict).toList())
                        .exitCode();
    }

    /** Passes where nobody asked to fail on what was found. */
    private static RuleOutcome outcome(Finding finding, Collection<Demand> failOn) {
        Verdict verdict = switch (finding.state()) {
            case KEPT -> Verdict.PASS;
            case BROKEN -> failOn.contains(Demand.FP32) ? Verdict.FAIL : Verdict.PASS;
            case UNDECIDED -> failOn.contains(Demand.CANNOT_TELL) ? Verdict.INCONCLUSIVE : Verdict.PASS;
        };
        double limit = finding.limit() == null ? Double.NaN : finding.limit();
        return new RuleOutcome(finding.measure(), finding.measure(), limit, null, verdict, finding.sentence());
    }
}
