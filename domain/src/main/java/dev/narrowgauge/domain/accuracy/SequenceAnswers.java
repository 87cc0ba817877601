package dev.narrowgauge.domain.accuracy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Decoded sequences against the right ones: for each sample the length of the right one and {@link EditDistance} to it, in
 * symbols and in words.
 *
 * @param words in the right sequence; this and the edits of words are empty where nothing separates words
 */
public record SequenceAnswers(
        int[] symbols,
        int[] baselineEdits,
        int[] variantEdits,
        int[] words,
        int[] baselineWordEdits,
        int[] variantWordEdits)
        implements PairedAnswers {
    public SequenceAnswers {
        if (baselineEdits.length != symbols.length
                || variantEdits.length != symbols.length
                || baselineWordEdits.length != words.length
                || variantWordEdits.length != words.length
                || words.length != 0 && words.length != symbols.length) {
            throw new IllegalArgumentException("the edits are not one for each sequence");
        }
    }

    @Override
    public int samples() {
        return symbols.length;
    }

    @Override
    public PairedAnswers against(PairedAnswers others) {
        SequenceAnswers other = (SequenceAnswers) others;
        PairedAnswers.requireSameTruth(Arrays.equals(symbols, other.symbols) && Arrays.equals(words, other.words));
        return new SequenceAnswers(
                symbols, other.variantEdits, variantEdits, words, other.variantWordEdits, variantWordEdits);
    }

    @Override
    public List<ScorePair> scores() {
        List<ScorePair> scores = new ArrayList<>();
        scores.add(new ScorePair(
                AccuracyMetric.CHARACTER_ERROR_RATE,
                new RatioScore(baselineEdits, symbols),
                new RatioScore(variantEdits, symbols)));
        if (words.length > 0) {
            scores.add(new ScorePair(
                    AccuracyMetric.WORD_ERROR_RATE,
                    new RatioScore(baselineWordEdits, words),
                    new RatioScore(variantWordEdits, words)));
        }
        return scores;
    }
}
