package dev.narrowgauge.domain.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Guesses what somebody meant to write. */
public final class Spelling {
    private Spelling() {}

    /** The known word with the fewest letters to insert, delete or replace (Levenshtein), case aside. */
    public static String nearest(String wrong, Collection<String> known) {
        return nearest(wrong, known, 1).getFirst();
    }

    /** Up to that many known words, the nearest first. */
    public static List<String> nearest(String wrong, Collection<String> known, int count) {
        return known.stream()
                .map(word -> new Guess(word, distance(word, wrong)))
                .sorted(Comparator.comparingInt(Guess::distance))
                .limit(count)
                .map(Guess::word)
                .toList();
    }

    /** The nearest known word, where no more than half of the letters differ: others are no guess. */
    public static Optional<String> likely(String wrong, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(word -> distance(word, wrong)))
                .filter(word -> 2 * distance(word, wrong) <= Math.max(word.length(), wrong.length()));
    }

    private record Guess(String word, int distance) {}

    private static int distance(String first, String second) {
        String a = first.toLowerCase(Locale.ROOT);
        String b = second.toLowerCase(Locale.ROOT);
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
