package dev.narrowgauge.engine.runtime.evaluate;

import dev.narrowgauge.domain.accuracy.EditDistance;
import dev.narrowgauge.domain.accuracy.PairedAnswers;
import dev.narrowgauge.domain.accuracy.SequenceAnswers;
import dev.narrowgauge.domain.accuracy.SymbolSequence;
import dev.narrowgauge.domain.dataset.AnswerSettings;
import java.util.List;
import java.util.Optional;

/**
 * Sequences that are decoded from the best class of each step, against the right ones. Where nobody says which class is the
 * blank, both the first and the last are tried until the end, when the baseline tells by which of them it answers more often.
 */
final class SequenceColumns {
    private final AnswerSettings settings;
    private final Edits withFirst = new Edits();
    private final Edits withLast = new Edits();
    private long firstClass;
    private long lastClass;

    /** Of one blank. */
    private static final class Edits {
        private final IntColumn symbols = new IntColumn();
        private final IntColumn baseline = new IntColumn();
        private final IntColumn variant = new IntColumn();
        private final IntColumn words = new IntColumn();
        private final IntColumn baselineWords = new IntColumn();
        private final IntColumn variantWords = new IntColumn();
    }

    SequenceColumns(AnswerSettings settings) {
        this.settings = settings;
    }

    /**
     * @param right symbols of the right sequence
     * @param expected best class of each step in the baseline
     */
    void add(List<Integer> right, int[] expected, int[] actual, int classes) {
        for (int answer : expected) {
            firstClass += answer == 0 ? 1 : 0;
            lastClass += answer == classes - 1 ? 1 : 0;
        }
        add(withFirst, new SymbolSequence(right), expected, actual, 0);
        add(withLast, new SymbolSequence(right), expected, actual, classes - 1);
    }

    private void add(Edits edits, SymbolSequence right, int[] expected, int[] actual, int blank) {
        SymbolSequence before = SymbolSequence.ofPath(expected, blank);
        SymbolSequence after = SymbolSequence.ofPath(actual, blank);
        edits.symbols.add(right.symbols().size());
        edits.baseline.add(EditDistance.of(before.symbols(), right.symbols()));
        edits.variant.add(EditDistance.of(after.symbols(), right.symbols()));
        settings.separator().ifPresent(separator -> {
            edits.words.add(right.words(separator).size());
            edits.baselineWords.add(EditDistance.of(before.words(separator), right.words(separator)));
            edits.variantWords.add(EditDistance.of(after.words(separator), right.words(separator)));
        });
    }

    private Edits chosen() {
        return settings.blank()
                .map(blank -> blank == AnswerSettings.Blank.FIRST ? withFirst : withLast)
                .orElse(firstClass >= lastClass ? withFirst : withLast);
    }

    Optional<PairedAnswers> answers() {
        Edits edits = chosen();
        if (edits.symbols.size() == 0) {
            return Optional.empty();
        }
        return Optional.of(new SequenceAnswers(
                edits.symbols.toArray(),
                edits.baseline.toArray(),
                edits.variant.toArray(),
                edits.words.toArray(),
                edits.baselineWords.toArray(),
                edits.variantWords.toArray()));
    }
}
