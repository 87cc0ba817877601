package dev.narrowgauge.cli.reduce;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.error.ErrorCode;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is asked of a model and of everything that it is reduced to.
 *
 * @param recipeJson how it is quantized; empty takes what suits the model
 * @param below decibels under which outputs diverge
 * @param ratio of the quantized model's time to the original's, above which it is slower; empty takes 1 of the model, and
 *     of what it is reduced to half of what it takes longer
 * @param code with which it is refused; empty takes any
 */
record Question(
        Fault when,
        Exercise exercise,
        String recipeJson,
        double below,
        OptionalDouble ratio,
        Optional<ErrorCode> code) {
    Question {
        requireNonNull(when, "when is null");
        requireNonNull(exercise, "exercise is null");
        requireNonNull(recipeJson, "recipeJson is null");
        requireNonNull(ratio, "ratio is null");
        requireNonNull(code, "code is null");
    }

    /** Whether that is the fault that was asked for. */
    boolean isAsked(Symptom symptom) {
        return symptom.fault() == when
                && code.map(asked -> symptom.code().equals(code)).orElse(true);
    }

    double leastRatio() {
        return ratio.orElse(1);
    }

    /** Whether what shows in a smaller model is enough of what the whole one shows. */
    boolean isEnough(Symptom smaller, Symptom whole) {
        return ratio.isPresent()
                || smaller.slowness()
                        .flatMap(left -> whole.slowness().map(left::isLeftOf))
                        .orElse(true);
    }

    /** In the words of the command line, with the limits. */
    String sentence() {
        return switch (when) {
            case CRASH -> "crash";
            case HANG -> "hang: no end by the deadline";
            case REFUSED -> "refused" + code.map(asked -> " with " + asked).orElse("");
            case DIVERGES -> "diverges: an output below " + Numbers.decibel(below);
            case SLOWER -> "slower: more than %s of the time of the original".formatted(Numbers.ratio(leastRatio()));
        };
    }
}
