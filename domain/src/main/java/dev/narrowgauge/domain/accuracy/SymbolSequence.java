package dev.narrowgauge.domain.accuracy;

import java.util.ArrayList;
import java.util.List;

/** A sequence of symbols, such as the characters of a line of text, by the numbers of their classes. */
public record SymbolSequence(List<Integer> symbols) {
    public SymbolSequence {
        symbols = List.copyOf(symbols);
    }

    /**
     * What a path of best classes says (connectionist temporal classification; Graves and others, ICML 2006): repeats are one
     * symbol, then blanks go.
     */
    public static SymbolSequence ofPath(int[] path, int blank) {
        List<Integer> symbols = new ArrayList<>();
        for (int step = 0; step < path.length; step++) {
            boolean isRepeat = step > 0 && path[step] == path[step - 1];
            if (path[step] != blank && !isRepeat) {
                symbols.add(path[step]);
            }
        }
        return new SymbolSequence(symbols);
    }

    /** Between the separators; none is empty. */
    public List<List<Integer>> words(int separator) {
        List<List<Integer>> words = new ArrayList<>();
        List<Integer> word = new ArrayList<>();
        for (int symbol : symbols) {
            if (symbol != separator) {
                word.add(symbol);
                continue;
            }
            add(word, words);
            word.clear();
        }
        add(word, words);
        return words;
    }

    private static void add(List<Integer> word, List<List<Integer>> words) {
        if (!word.isEmpty()) {
            words.add(List.copyOf(word));
        }
    }
}
