package dev.narrowgauge.domain.gate;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.history.ComparisonKey;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of another variant on the same device class, against which rules hold a variant, or why nothing is.
 *
 * @param baseline as the policy spells it
 * @param title what a sentence calls it, such as {@code the release digits@3}
 * @param absent why there is nothing to hold a variant against, a sentence; null where there is
 * @param runId in which it was judged; null where it is absent, as all that follows
 * @param modelId SHA-256 of its FP32 model
 * @param ownModelId the same of the variant that is held against it
 * @param sha256 of its file
 * @param evidenceRoot of the document that this is taken from; null in documents that are older than digests
 * @param accuracy beside its FP32
 * @param latency beside its FP32
 * @param conditions under which it was measured, by name, as {@link ComparisonKey} has them
 * @param ownConditions the same of the variant that is held against it
 */
public record BaselineEvidence(
        String baseline,
        String title,
        String absent,
        String runId,
        String modelId,
        String ownModelId,
        String sha256,
        String evidenceRoot,
        Long sizeBytes,
        AccuracyEvidence accuracy,
        LatencyEvidence latency,
        SortedMap<String, String> conditions,
        SortedMap<String, String> ownConditions) {
    public BaselineEvidence {
        requireNonNull(baseline, "baseline is null");
        requireNonNull(title, "title is null");
        conditions = conditions == null ? new TreeMap<>() : new TreeMap<>(conditions);
        ownConditions = ownConditions == null ? new TreeMap<>() : new TreeMap<>(ownConditions);
    }

    /** @param why a sentence */
    public static BaselineEvidence absent(Baseline baseline, String title, String why) {
        return new BaselineEvidence(
                baseline.text(), title, why, null, null, null, null, null, null, null, null, null, null);
    }

    /** The same without what it answered, as where the variant is judged on other samples than it was. */
    BaselineEvidence withoutAnswers() {
        return new BaselineEvidence(
                baseline,
                title,
                absent,
                runId,
                modelId,
                ownModelId,
                sha256,
                evidenceRoot,
                sizeBytes,
                null,
                latency,
                conditions,
                ownConditions);
    }

    ComparisonKey key() {
        return new ComparisonKey(conditions);
    }

    ComparisonKey ownKey() {
        return new ComparisonKey(ownConditions);
    }
}
