package dev.narrowgauge.domain.gate;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.report.SensitivityReport;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which layers of a variant cost its outputs most, and what to try about it, by the quality report of the variant.
 *
 * @param layers the worst first, at most {@value #MOST}; empty where they are not known
 * @param ranking how many of the quantized nodes were ranked, or why none was, a sentence
 * @param remedy null where the report has none
 */
public record LossCause(List<SensitivityReport> layers, String ranking, Remedy remedy) {
    /** As many as a person reads. */
    public static final int MOST = 5;

    /** Of what makes less of the noise nobody gains anything. */
    private static final double LEAST_TOLD = 0.01;

    private static final String NOT_KEPT =
            "Which layers lost it is not known: nothing was kept of a ranking of its nodes.";

    public LossCause {
        layers = layers.stream().limit(MOST).toList();
        requireNonNull(ranking, "ranking is null");
    }

    /**
     * A recipe that was made and tried on calibration samples, and judged by nobody.
     *
     * @param recipe as it is written in a file
     * @param expected what it brings and costs, a sentence
     */
    public record Remedy(Map<String, Object> recipe, String expected) {
        public Remedy {
            recipe = Collections.unmodifiableMap(new LinkedHashMap<>(recipe));
            requireNonNull(expected, "expected is null");
        }
    }

    /** Of which nothing is known, for a reason, a sentence. */
    public static LossCause unknown(String why) {
        return new LossCause(List.of(), why, null);
    }

    /**
     * The outcome, and what lost it where it is a rule on accuracy that is broken against FP32, whose outputs the noise is counted in.
     *
     * @param cause null where nothing was kept
     */
    static RuleOutcome told(LossCause cause, Rule rule, RuleOutcome outcome) {
        if (outcome.verdict() != Verdict.FAIL || !rule.metric().isOfAccuracy() || !rule.isOfUpload()) {
            return outcome;
        }
        return outcome.causedBy(cause == null ? NOT_KEPT : cause.sentence());
    }

    String sentence() {
        if (layers.isEmpty()) {
            return "Which layers lost it is not known. " + ranking;
        }
        String most = layers.stream()
                .filter(layer -> layer == layers.getFirst() || layer.noiseShare() >= LEAST_TOLD)
                .map(layer -> "%s '%s' %s%s"
                        .formatted(
                                layer.opType(),
                                layer.node(),
                                Numbers.percent(layer.noiseShare()),
                                layer.measured() ? "" : " (estimated)"))
                .collect(Collectors.joining(", "));
        String advice = remedy == null
                ? "No recipe is offered: by count nothing was found that brings enough."
                : "A recipe to try stands with the verdict: " + remedy.expected();
        return "Of the noise that its nodes make in the outputs, each alone, most comes from %s. %s"
                .formatted(most, advice);
    }
}
