package dev.narrowgauge.domain.gate.render;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.gate.Effect;
import dev.narrowgauge.domain.gate.PreviousVerdict;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.stats.Interval;
import java.util.Comparator;

/**
 * One rule held against one variant on one device.
 *
 * @param rule its id; of a variant that could not be measured {@link #MEASURED}
 * @param metric label; empty where nothing was measured
 * @param variant name of its recipe
 * @param device class; empty where no device took it
 * @param node empty where no node took it
 * @param slice of the samples; empty for all
 * @param observed in the metric's unit; null where there is no number
 * @param limit likewise
 * @param sentence what was found, for a person
 * @param missing what it would take to decide, a sentence; empty where nothing is
 * @param waiver a sentence; empty where there is none
 */
public record Check(
        String rule,
        String metric,
        String variant,
        String device,
        String node,
        String slice,
        Interval observed,
        Double limit,
        Verdict verdict,
        Effect effect,
        String sentence,
        String missing,
        String waiver) {
    /** Stands for a rule where a variant could not be held against any. */
    public static final String MEASURED = PreviousVerdict.MEASURED;

    /** What decides comes first, and of that what failed; then what is only told. */
    static final Comparator<Check> WORST_FIRST = Comparator.comparing((Check check) -> check.verdict == Verdict.PASS)
            .thenComparing(check -> !check.decides())
            .thenComparing(Check::verdict, Comparator.reverseOrder());

    public Check {
        requireNonNull(rule, "rule is null");
        requireNonNull(metric, "metric is null");
        requireNonNull(variant, "variant is null");
        requireNonNull(device, "device is null");
        requireNonNull(node, "node is null");
        requireNonNull(slice, "slice is null");
        requireNonNull(verdict, "verdict is null");
        requireNonNull(effect, "effect is null");
        requireNonNull(sentence, "sentence is null");
        requireNonNull(missing, "missing is null");
        requireNonNull(waiver, "waiver is null");
    }

    boolean decides() {
        return effect == Effect.DECIDES;
    }

    /** With its slice, where it is of one. */
    String title() {
        return slice.isEmpty() ? rule : "%s [%s]".formatted(rule, slice);
    }

    /** The value with its interval, rounded; a dash where there is none. */
    String value() {
        return observed == null ? GateReport.UNKNOWN : MetricNumbers.of(metric).interval(observed);
    }

    /** Rounded; a dash where there is none. */
    String bound() {
        return limit == null ? GateReport.UNKNOWN : MetricNumbers.of(metric).number(limit);
    }

    /** With what comes of it, where that is not the verdict. */
    String outcome() {
        return outcome(verdict, effect);
    }

    static String outcome(Verdict verdict, Effect effect) {
        return verdict
                + switch (effect) {
                    case DECIDES -> "";
                    case WARNS -> " (warns)";
                    case OBSERVED -> " (reported)";
                    case WAIVED -> " (waived)";
                };
    }

    /** What was found, what would decide it, and who answers for it. */
    String explanation() {
        return String.join(" ", sentence, missing, waiver).strip();
    }
}
