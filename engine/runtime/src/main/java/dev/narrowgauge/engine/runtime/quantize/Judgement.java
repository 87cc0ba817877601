package dev.narrowgauge.engine.runtime.quantize;

import dev.narrowgauge.domain.decision.Decider;
import dev.narrowgauge.domain.decision.Decision;
import dev.narrowgauge.domain.decision.Limits;
import dev.narrowgauge.domain.decision.Situation;
import dev.narrowgauge.domain.report.LatencyReport;
import dev.narrowgauge.domain.report.SequenceReport;
import dev.narrowgauge.domain.variant.Precision;
import dev.narrowgauge.engine.runtime.evaluate.PairedResult;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a variant is judged by.
 *
 * @param cameQuantized the model was quantized before, so that there is no FP32
 * @param compared with the baseline; empty where there were no samples
 * @param unusedSamples whether those samples served neither to calibrate nor to choose
 * @param notTimed why there is no latency, a sentence; empty where there is one
 */
record Judgement(
        Limits limits,
        boolean cameQuantized,
        Optional<PairedResult> compared,
        boolean unusedSamples,
        Optional<LatencyReport> latency,
        String notTimed) {
    /** @param whyNotReduced why nothing computes or is stored in fewer bits, a sentence; empty where something does */
    Decision decide(Precision precision, String whyNotReduced, double sizeRatio) {
        String subject = precision.label().toUpperCase(Locale.ROOT);
        if (cameQuantized) {
            return Decision.ofQuantizedInput(subject);
        }
        return new Decider(limits)
                .decide(new Situation(
                        subject,
                        whyNotReduced,
                        compared.map(PairedResult::outputs).orElse(List.of()),
                        compared.map(PairedResult::sequence)
                                .map(SequenceReport::astray)
                                .orElse(""),
                        compared.map(PairedResult::proportions).orElse(null),
                        unusedSamples,
                        latency.map(LatencyReport::ratio).orElse(null),
                        notTimed,
                        sizeRatio));
    }

    /** On samples that nothing was made from; empty where there were none. */
    Optional<PairedResult> evaluation() {
        return unusedSamples ? compared : Optional.empty();
    }
}
