package dev.narrowgauge.domain.accuracy;

import java.util.ArrayList;
import java.util.List;

/**
 * What a variant lost, by every measure that suits what the models answer.
 *
 * @param metrics of all samples, the one that they are judged by first
 * @param worstSlices classes and groups that lost most, the worst first; at most {@value WorstSlices#MOST}
 * @param slices how many there are; the intervals of the worst hold for all of them together
 */
public record AccuracyMetrics(List<MetricResult> metrics, List<MetricResult> worstSlices, int slices) {
    /** Of intervals, two-sided. */
    public static final double CONFIDENCE = 0.95;

    public static final AccuracyMetrics NONE = new AccuracyMetrics(List.of(), List.of(), 0);

    public AccuracyMetrics {
        metrics = metrics == null ? List.of() : List.copyOf(metrics);
        worstSlices = worstSlices == null ? List.of() : List.copyOf(worstSlices);
    }

    /** The same answers give the same numbers, wherever they are counted. */
    public static AccuracyMetrics of(AnswerSet set) {
        List<MetricResult> metrics = new ArrayList<>();
        for (PairedAnswers answers : set.answers()) {
            var judge = new LossJudge(
                    set.clusters(answers.samples()), outputOf(answers), ClusterBootstrap.RESAMPLES, CONFIDENCE);
            answers.scores().forEach(pair -> metrics.add(judge.judge(pair)));
        }
        if (set.isEmpty()) {
            return NONE;
        }
        WorstSlices slices = WorstSlices.of(set, set.answers().getFirst());
        return new AccuracyMetrics(metrics, slices.worst(), slices.all());
    }

    static String outputOf(PairedAnswers answers) {
        return answers instanceof AgreementAnswers agreement ? agreement.output() : "";
    }
}
