package dev.narrowgauge.engine.runtime.evaluate;

import dev.narrowgauge.domain.decision.OutputKind;
import dev.narrowgauge.engine.runtime.evaluate.OutputHints.End;
import java.util.Collection;
import java.util.regex.Pattern;

/**
 * Says what an output means, from the end of the graph, its name and the baseline's values on all samples that were run. In
 * doubt it is VALUES, of which most is asked.
 *
 * <p>With the axes of one sample that are longer than 1 counted as its rank:
 *
 * <table>
 * <caption>First row that fits</caption>
 * <tr><td>whole numbers (looked at only where the model gives no others)</td><td>CLASSES</td></tr>
 * <tr><td>three axes or more for a sample, of which two are longer than 1: a map</td><td>VALUES</td></tr>
 * <tr><td>every row is a distribution over its classes or the logarithm of one: rank 1</td><td>CLASSES</td></tr>
 * <tr><td>… rank 2, three classes or more, no boxes with as many rows, not called an attention</td><td>SEQUENCES</td></tr>
 * <tr><td>… rank 2 otherwise</td><td>PROBABILITIES</td></tr>
 * <tr><td>every row has length 1, or the name speaks of an embedding, a state or boxes</td><td>VALUES</td></tr>
 * <tr><td>ends in Sigmoid</td><td>PROBABILITIES</td></tr>
 * <tr><td>called logits, rank 1</td><td>CLASSES</td></tr>
 * <tr><td>called logits, rank 2, three classes or more, no boxes with as many rows</td><td>SEQUENCES</td></tr>
 * <tr><td>rank 1, ends in a layer of weights, has no axis of length 1 before it, and no second output of 16 or more is like it (two towers)</td>
 *     <td>CLASSES</td></tr>
 * <tr><td>all values from 0 to 1, one at least 0.5</td><td>PROBABILITIES</td></tr>
 * <tr><td>anything else</td><td>VALUES</td></tr>
 * </table>
 */
final class OutputKinds {
    private static final Pattern VALUES =
            Pattern.compile("embed|feature|hidden|pool|state|vector|attention|box", Pattern.CASE_INSENSITIVE);
    private static final Pattern ATTENTION = Pattern.compile("attention", Pattern.CASE_INSENSITIVE);
    private static final Pattern LOGITS = Pattern.compile("logit", Pattern.CASE_INSENSITIVE);
    private static final int BOX = 4;
    private static final int FEWEST_CLASSES_OF_STEPS = 3;
    private static final int NARROWEST_TOWER = 16;

    private final OutputHints hints;
    private final Collection<OutputComparison> outputs;

    OutputKinds(OutputHints hints, Collection<OutputComparison> outputs) {
        this.hints = hints;
        this.outputs = outputs;
    }

    OutputKind of(OutputComparison output) {
        ValueTraits traits = output.traits();
        String name = output.slot().name();
        if (!output.isFloat()) {
            return OutputKind.CLASSES;
        }
        if (traits.isMap()) {
            return OutputKind.VALUES;
        }
        if (traits.isDistribution()) {
            boolean isAttention = ATTENTION.matcher(name).find();
            return traits.rank() < 2
                    ? OutputKind.CLASSES
                    : areSteps(traits) && !isAttention ? OutputKind.SEQUENCES : OutputKind.PROBABILITIES;
        }
        if (traits.isUnitLength() || VALUES.matcher(name).find()) {
            return OutputKind.VALUES;
        }
        if (hints.end(name) == End.SIGMOID) {
            return OutputKind.PROBABILITIES;
        }
        if (isScores(output)) {
            return traits.rank() == 1 ? OutputKind.CLASSES : OutputKind.SEQUENCES;
        }
        return traits.isBetweenZeroAndOne() ? OutputKind.PROBABILITIES : OutputKind.VALUES;
    }

    private boolean isScores(OutputComparison output) {
        ValueTraits traits = output.traits();
        if (LOGITS.matcher(output.slot().name()).find()) {
            return traits.rank() == 1 || traits.rank() == 2 && areSteps(traits);
        }
        return traits.rank() == 1 && !traits.isLed() && isLinear(output) && !isTower(output);
    }

    private boolean isLinear(OutputComparison output) {
        return hints.end(output.slot().name()) == End.LINEAR;
    }

    /** Not the anchors of a detector, which have boxes beside them. */
    private boolean areSteps(ValueTraits traits) {
        return traits.classes() >= FEWEST_CLASSES_OF_STEPS
                && outputs.stream()
                        .map(OutputComparison::traits)
                        .noneMatch(other -> other != traits
                                && other.rank() == 2
                                && other.classes() == BOX
                                && other.rows() == traits.rows());
    }

    private boolean isTower(OutputComparison output) {
        int width = output.traits().classes();
        return width >= NARROWEST_TOWER
                && outputs.stream()
                                .filter(other -> other.traits().rank() == 1
                                        && other.traits().classes() == width
                                        && isLinear(other))
                                .count()
                        > 1;
    }
}
