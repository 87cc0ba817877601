package dev.narrowgauge.domain.decision;

import dev.narrowgauge.domain.decision.Finding.State;
import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.stats.PairedProportions;
import java.util.ArrayList;
import java.util.List;

/** Holds what a variant's outputs turned out to be against limits. */
public final class AccuracyFindings {
    private AccuracyFindings() {}

    /** Of the labels and of what they do not judge, in that order; empty where nothing was measured. */
    public static List<Finding> of(List<OutputAgreement> outputs, PairedProportions labelled, Limits limits) {
        List<Finding> findings = new ArrayList<>();
        boolean labelsJudge = labelled != null && limits.labels() != Labels.IGNORED;
        if (labelsJudge) {
            findings.add(top1(
                    labelled,
                    limits.agreement(),
                    outputs.isEmpty() ? "" : outputs.getFirst().output()));
        }
        findings.addAll(agreement(outputs, labelsJudge, limits.agreement()));
        return findings;
    }

    /**
     * Of the agreement with the baseline alone.
     *
     * @param labelsJudge whether labels judge the first output, so that its agreement does not matter
     */
    public static List<Finding> agreement(List<OutputAgreement> outputs, boolean labelsJudge, AgreementLimits limits) {
        List<Finding> findings = new ArrayList<>();
        outputs.stream().skip(labelsJudge ? 1 : 0).forEach(output -> add(output, limits, findings));
        return findings;
    }

    private static void add(OutputAgreement output, AgreementLimits limits, List<Finding> findings) {
        switch (output.kind()) {
            case CLASSES -> findings.add(changed(output, Measure.CHANGED_CLASSES, limits.mostChangedClasses()));
            case SEQUENCES -> findings.add(changed(output, Measure.CHANGED_SEQUENCES, limits.mostChangedSequences()));
            case PROBABILITIES -> findings.add(difference(output, limits.mostProbabilityDifference()));
            case VALUES -> {
                findings.add(sqnr(output, Measure.SQNR, output.sqnrDb(), limits.leastSqnrDb()));
                findings.add(sqnr(output, Measure.SAMPLE_SQNR, output.worstSampleSqnrDb(), limits.leastSampleSqnrDb()));
            }
        }
    }

    private static Finding top1(PairedProportions labelled, AgreementLimits limits, String output) {
        // Two one-sided tests at level α are read off the two-sided interval with confidence 1 − 2α.
        Interval loss = labelled.loss(2 * limits.confidence() - 1);
        State state = loss.high() < limits.mostTop1Loss()
                ? State.KEPT
                : loss.low() > limits.mostTop1Loss() ? State.BROKEN : State.UNDECIDED;
        return new Finding(
                Measure.TOP1_LOSS.label(),
                output,
                loss.estimate(),
                loss,
                limits.mostTop1Loss(),
                state,
                "Top-1 loss is %s on %s labels, at most %s at %s confidence; the limit is %s."
                        .formatted(
                                Numbers.points(loss.estimate()),
                                Numbers.count(labelled.samples()),
                                Numbers.points(loss.high()),
                                Numbers.percent(limits.confidence()),
                                limit(100 * limits.mostTop1Loss())));
    }

    private static String limit(double points) {
        return Numbers.plain(points, 2) + (points == 1 ? " point" : " points");
    }

    /**
     * A share cannot be told from fewer answers than make one of them the limit: there a single changed answer decides
     * nothing.
     */
    private static Finding changed(OutputAgreement output, Measure measure, double limit) {
        boolean isKept = output.changedAnswers() <= limit * output.answers();
        State state = isKept ? State.KEPT : output.changedAnswers() == 1 ? State.UNDECIDED : State.BROKEN;
        return new Finding(
                measure.label(),
                output.output(),
                output.changedShare(),
                null,
                limit,
                state,
                "%s of %s %s of output %s differ from FP32's (%s); at most %s may."
                        .formatted(
                                Numbers.count(output.changedAnswers()),
                                Numbers.count(output.answers()),
                                measure == Measure.CHANGED_CLASSES ? "answers" : "decoded sequences",
                                output.output(),
                                Numbers.percent(output.changedShare()),
                                Numbers.percent(limit)));
    }

    private static Finding difference(OutputAgreement output, double limit) {
        double observed = output.differenceP99() == null ? 0 : output.differenceP99();
        return new Finding(
                Measure.DIFFERENCE.label(),
                output.output(),
                observed,
                null,
                limit,
                observed <= limit && output.finite() ? State.KEPT : State.BROKEN,
                "99 %% of the values of output %s are within %s of FP32's; the limit is %s."
                        .formatted(output.output(), Numbers.plain(observed, 4), Numbers.plain(limit, 4)));
    }

    private static Finding sqnr(OutputAgreement output, Measure measure, Double observed, double limit) {
        State state = observed == null || observed >= limit ? State.KEPT : State.BROKEN;
        return new Finding(
                measure.label(),
                output.output(),
                observed,
                null,
                limit,
                state,
                "%s %s has %s; at least %s is required."
                        .formatted(
                                measure == Measure.SQNR ? "Output" : "The worst sample of output",
                                output.output(),
                                observed == null
                                        ? "no noise"
                                        : "a signal-to-noise ratio of " + Numbers.decibel(observed),
                                Numbers.decibel(limit)));
    }
}
