package dev.narrowgauge.domain.decision;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.stats.PairedProportions;
import java.util.List;

/**
 * What is known of one variant.
 *
 * @param subject what it is called, for example {@code INT8}
 * @param whyNotReduced why nothing in it computes or is stored in fewer bits than in the baseline, a sentence; empty where
 *     something does
 * @param outputs of float numbers, on samples that were run; empty where there were none
 * @param astray which output is destroyed where states are fed back, a sentence; empty where none is
 * @param labelled answers of the first output held against labels; null without labels
 * @param unusedSamples whether the samples served neither to calibrate nor to choose
 * @param latencyRatio time of the variant / of the baseline; null where not measured
 * @param notTimed why there is no ratio, a sentence; empty where there is one
 * @param sizeRatio bytes of the variant / of the baseline
 */
public record Situation(
        String subject,
        String whyNotReduced,
        List<OutputAgreement> outputs,
        String astray,
        PairedProportions labelled,
        boolean unusedSamples,
        Interval latencyRatio,
        String notTimed,
        double sizeRatio) {
    public Situation {
        requireNonNull(subject, "subject is null");
        requireNonNull(whyNotReduced, "whyNotReduced is null");
        requireNonNull(astray, "astray is null");
        requireNonNull(notTimed, "notTimed is null");
        outputs = List.copyOf(outputs);
    }
}
