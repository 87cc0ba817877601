package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.decision.AccuracyFindings;
import dev.narrowgauge.domain.decision.AgreementLimits;
import dev.narrowgauge.domain.decision.Finding;
import dev.narrowgauge.domain.decision.Labels;
import dev.narrowgauge.domain.decision.Limits;
import dev.narrowgauge.domain.gate.RuleTest.Application;
import dev.narrowgauge.domain.gate.RuleTest.Application.Judged;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Outputs against the baseline's. */
final class AgreementRules {
    private AgreementRules() {}

    static Application apply(Rule rule, AccuracyEvidence accuracy, Limits limits) {
        if (!accuracy.astray().isEmpty()) {
            return new Judged(Judgement.outcome(rule, null, Verdict.FAIL, accuracy.astray()));
        }
        boolean labelsJudge = accuracy.labelled() && limits.labels() != Labels.IGNORED;
        AgreementLimits allowed = AgreementLimits.standard().times(rule.max());
        List<Finding> findings = AccuracyFindings.agreement(accuracy.outputs(), labelsJudge, allowed);
        if (findings.isEmpty()) {
            return labelsJudge
                    ? RuleTest.notApplied(rule, "labels judge the only output")
                    : new Judged(Judgement.invalid(rule, "Its outputs were not compared with the baseline's."));
        }
        Finding worst =
                Collections.max(findings, Comparator.comparing(Finding::state).thenComparing(Finding::used));
        Verdict verdict = switch (worst.state()) {
            case KEPT -> Verdict.PASS;
            case UNDECIDED -> Verdict.INCONCLUSIVE;
            case BROKEN -> Verdict.FAIL;
        };
        RuleOutcome outcome =
                Judgement.outcome(rule, Interval.exactly(rule.max() * worst.used()), verdict, worst.sentence());
        return new Judged(AccuracyRules.minSamples(rule, accuracy, outcome));
    }
}
