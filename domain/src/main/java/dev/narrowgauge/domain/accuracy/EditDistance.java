package dev.narrowgauge.domain.accuracy;

import java.util.List;

/** Levenshtein's distance: the fewest insertions, deletions and substitutions that make one sequence the other. */
public final class EditDistance {
    private EditDistance() {}

    public static <T> int of(List<T> one, List<T> other) {
        int[] above = new int[other.size() + 1];
        for (int j = 0; j <= other.size(); j++) {
            above[j] = j;
        }
        int[] row = new int[other.size() + 1];
        for (int i = 1; i <= one.size(); i++) {
            row[0] = i;
            for (int j = 1; j <= other.size(); j++) {
                int substituted = above[j - 1] + (one.get(i - 1).equals(other.get(j - 1)) ? 0 : 1);
                row[j] = Math.min(substituted, 1 + Math.min(above[j], row[j - 1]));
            }
            int[] free = above;
            above = row;
            row = free;
        }
        return above[other.size()];
    }
}
