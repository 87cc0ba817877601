package dev.narrowgauge.engine.runtime.evaluate;

import dev.narrowgauge.domain.accuracy.ClassAnswers;
import dev.narrowgauge.domain.accuracy.PairedAnswers;
import dev.narrowgauge.engine.runtime.session.TensorData;
import java.util.Optional;

/** Classes that both models answer, beside the labels. */
final class ClassColumns {
    /** Of maps with a label for each place there may be any number; those have their counts of right answers alone. */
    private static final int MOST = 1 << 22;

    private final IntColumn labels = new IntColumn();
    private final IntColumn baseline = new IntColumn();
    private final IntColumn baselineRanks = new IntColumn();
    private final IntColumn variant = new IntColumn();
    private final IntColumn variantRanks = new IntColumn();
    private boolean isUsable = true;

    /** @param classes that scores are of; 1 where the outputs are whole numbers themselves */
    void add(long label, TensorData expected, TensorData actual, int answer, int classes) {
        boolean hasScores = Comparison.hasScores(expected);
        long before = Comparison.answer(expected, answer, classes);
        long after = Comparison.answer(actual, answer, classes);
        // A negative number says that a step has no label, so it cannot be a class of its own.
        if (labels.size() == MOST
                || !hasScores && label < 0
                || label != (int) label
                || before != (int) before
                || after != (int) after) {
            isUsable = false;
        }
        if (!isUsable) {
            return;
        }
        labels.add((int) label);
        baseline.add((int) before);
        variant.add((int) after);
        if (hasScores) {
            baselineRanks.add(rank(expected, answer * classes, classes, (int) label));
            variantRanks.add(rank(actual, answer * classes, classes, (int) label));
        }
    }

    /** How many classes come before that of the label; of equal scores the first is before. */
    private static int rank(TensorData scores, int from, int classes, int label) {
        if (label < 0) {
            return 0;
        }
        double own = scores.value(from + label);
        int rank = 0;
        for (int i = 0; i < classes; i++) {
            double other = scores.value(from + i);
            // Beside a number that is none nothing is before or behind.
            rank += other > own || other == own && i < label || Double.isNaN(own) && i != label ? 1 : 0;
        }
        return rank;
    }

    /** Empty where there are none, or classes that are no numbers from 0 on. */
    Optional<PairedAnswers> answers(long samples) {
        if (!isUsable || labels.size() == 0 || labels.size() % samples != 0) {
            return Optional.empty();
        }
        return Optional.of(new ClassAnswers(
                (int) (labels.size() / samples),
                labels.toArray(),
                baseline.toArray(),
                baselineRanks.toArray(),
                variant.toArray(),
                variantRanks.toArray()));
    }
}
