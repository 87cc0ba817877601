package dev.narrowgauge.domain.decision;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What to ship.
 *
 * @param subject the variant that was judged, for example {@code INT8}
 * @param reason the sentence that a person reads first
 * @param findings what was held against which limit, accuracy first
 * @param missing what it would take to decide, a sentence each; empty unless nothing can be told
 */
public record Decision(Outcome outcome, String subject, String reason, List<Finding> findings, List<String> missing) {

    public Decision {
        requireNonNull(outcome, "outcome is null");
        requireNonNull(subject, "subject is null");
        requireNonNull(reason, "reason is null");
        findings = List.copyOf(findings);
        missing = List.copyOf(missing);
    }

    /** One that nothing was measured for. */
    public static Decision invalid(String subject, String reason) {
        return new Decision(Outcome.INVALID, subject, reason, List.of(), List.of());
    }

    /** Of a model that was quantized when it came: what it would be held against is not here. */
    public static Decision ofQuantizedInput(String subject) {
        return new Decision(
                Outcome.CANNOT_TELL,
                subject,
                "The model was quantized when it came, so there is no FP32 to hold it against.",
                List.of(),
                List.of("Give the float model that it was made from."));
    }

    /** The same, where something that it does not know of breaks a limit. */
    public Decision broken(String sentence) {
        return new Decision(Outcome.SHIP_FP32, subject, sentence, findings, List.of());
    }

    /** The same, where something that it does not know of is not decided. */
    public Decision undecided(String sentence) {
        return new Decision(Outcome.CANNOT_TELL, subject, sentence, findings, List.of(sentence));
    }

    /** In capitals, as it stands before the reason: {@code SHIP INT8}, {@code SHIP FP32}, … */
    public String headline() {
        return switch (outcome) {
            case SHIP -> "SHIP " + subject;
            case SHIP_FP32 -> "SHIP FP32";
            case CANNOT_TELL -> "CANNOT TELL";
            case INVALID -> "INVALID";
        };
    }

    /** What comes of the evidence. */
    public enum Outcome {
        /** The variant keeps every limit. */
        SHIP,
        /** The variant is shown to break a limit, or not to be worth it. */
        SHIP_FP32,
        /** The evidence does not decide; {@link Decision#missing} says what would. */
        CANNOT_TELL,
        /** There is no variant worth the name: nothing was quantized, or its output is destroyed. */
        INVALID
    }
}
