package dev.narrowgauge.domain.accuracy;

import static dev.narrowgauge.domain.accuracy.TestClassAnswers.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestSequenceAnswers {
    @ParameterizedTest
    @CsvSource({
        "kitten, sitting, 3",
        "flaw, lawn, 2",
        "'', abc, 3",
        "abc, '', 3",
        "abc, abc, 0",
        "intention, execution, 5"
    })
    void editDistance(String one, String other, int edits) {
        assertThat(EditDistance.of(characters(one), characters(other))).isEqualTo(edits);
        assertThat(EditDistance.of(characters(other), characters(one))).isEqualTo(edits);
    }

    private static List<Integer> characters(String text) {
        return text.chars().boxed().toList();
    }

    @Test
    void pathLosesRepeatsThenBlanks() {
        assertThat(SymbolSequence.ofPath(new int[] {0, 1, 1, 0, 1, 2, 2, 0}, 0).symbols())
                .containsExactly(1, 1, 2);
        assertThat(SymbolSequence.ofPath(new int[] {0, 0, 0}, 0).symbols()).isEmpty();
    }

    @Test
    void wordsLieBetweenSeparators() {
        assertThat(new SymbolSequence(List.of(9, 1, 2, 9, 9, 3)).words(9)).containsExactly(List.of(1, 2), List.of(3));
    }

    @Test
    void ratesAreOfAllSymbolsTogether() {
        var answers = new SequenceAnswers(
                new int[] {3, 5}, new int[] {0, 0}, new int[] {1, 2}, new int[] {1, 2}, new int[] {0, 0}, new int[] {
                    1, 1
                });

        assertThat(value(answers, AccuracyMetric.CHARACTER_ERROR_RATE)).isEqualTo(3.0 / 8);
        assertThat(value(answers, AccuracyMetric.WORD_ERROR_RATE)).isEqualTo(2.0 / 3);
    }

    @Test
    void moreEditsAreALoss() {
        assertThat(AccuracyMetric.CHARACTER_ERROR_RATE.loss(0.1, 0.15)).isPositive();
        assertThat(AccuracyMetric.TOP1.loss(0.9, 0.8)).isPositive();
        assertThat(AccuracyMetric.COSINE.loss(0, 0.99)).isPositive();
        assertThat(AccuracyMetric.SQNR.loss(0, 20)).isCloseTo(0.01, within(1e-15));
        assertThat(AccuracyMetric.SQNR.loss(0, Double.POSITIVE_INFINITY)).isZero();
    }
}
