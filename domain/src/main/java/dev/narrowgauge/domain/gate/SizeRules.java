package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.latency.LatencyEvidence;

/** Bytes on the disk and in memory. */
final class SizeRules {
    private static final String NOT_TOLD =
            "The peak memory is not known: the system of the node does not tell it. Measure on another one.";

    private SizeRules() {}

    static RuleOutcome size(Rule rule, Evidence.Measured measured) {
        double ratio = (double) measured.sizeBytes() / measured.baselineSizeBytes();
        return Judgement.exact(rule, ratio, "File size ratio", Numbers::ratio);
    }

    static RuleOutcome memory(Rule rule, LatencyEvidence latency) {
        Long bytes = latency.variant().peakMemoryBytes();
        return bytes == null
                ? Judgement.invalid(rule, NOT_TOLD)
                : Judgement.exact(rule, bytes, "Peak memory", value -> Numbers.bytes((long) value));
    }

    static RuleOutcome memoryRatio(Rule rule, LatencyEvidence latency) {
        return memoryRatio(
                rule, latency.variant().peakMemoryBytes(), latency.baseline().peakMemoryBytes());
    }

    /** @param variant bytes; null where they are not known, as the baseline's */
    static RuleOutcome memoryRatio(Rule rule, Long variant, Long baseline) {
        return variant == null || baseline == null || baseline == 0
                ? Judgement.invalid(rule, NOT_TOLD)
                : Judgement.exact(rule, (double) variant / baseline, "Peak memory ratio", Numbers::ratio);
    }
}
