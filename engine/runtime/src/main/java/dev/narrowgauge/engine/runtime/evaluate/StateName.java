package dev.narrowgauge.engine.runtime.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the name of an input or output says of a state, by what exporters and their users write: {@code h0} and {@code hn},
 * {@code state} and {@code stateN}, {@code cache_in} and {@code cache_out}, {@code past_key_values.0.key} and
 * {@code present.0.key}, {@code cached_len_0} and {@code new_cached_len_0}.
 *
 * @param stem the name without the words that tell what was from what comes
 * @param isBefore whether it has a word for what was
 * @param isAfter whether it has a word for what comes
 * @param isState whether it has a word for a state, so that the stem is not that of an image, say
 */
record StateName(String stem, boolean isBefore, boolean isAfter, boolean isState) {
    private static final String WORDS = "(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+";

    private static final Set<String> BEFORE =
            Set.of("in", "input", "prev", "previous", "past", "old", "last", "init", "initial", "h0", "c0");

    private static final Set<String> AFTER =
            Set.of("out", "output", "n", "new", "next", "present", "cur", "current", "updated", "hn", "cn");

    private static final Set<String> STATES = Set.of(
            "h", "c", "state", "states", "hidden", "cell", "cache", "cached", "caches", "memory", "mem", "mems", "rnn",
            "lstm", "gru", "buffer", "context", "carry");

    /** {@code past_key_values.0.key} comes back as {@code present.0.key}. */
    private static final Set<String> KEYS_AND_VALUES = Set.of("key", "values", "kv");

    static StateName of(String name) {
        List<String> stem = new ArrayList<>();
        boolean isBefore = false;
        boolean isAfter = false;
        boolean isCache = false;
        for (String word : words(name.replaceFirst("^([hc])_0$", "$10"))) {
            boolean isFirstOfCache = isCache && stem.size() == 1 && KEYS_AND_VALUES.contains(word);
            if (isFirstOfCache) {
                continue;
            }
            isBefore |= BEFORE.contains(word);
            isAfter |= AFTER.contains(word);
            if (word.equals("past") || word.equals("present")) {
                isCache |= stem.isEmpty();
                stem.add("cache");
            } else if (Set.of("h0", "hn", "c0", "cn").contains(word)) {
                stem.add(word.substring(0, 1));
            } else if (!BEFORE.contains(word) && !AFTER.contains(word)) {
                stem.add(word);
            }
        }
        return new StateName(
                String.join(" ", stem), isBefore, isAfter, stem.stream().anyMatch(STATES::contains));
    }

    private static List<String> words(String name) {
        return List.of(name.split(WORDS)).stream()
                .map(word -> word.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Whether the other is what comes of this. */
    boolean becomes(StateName output) {
        return stem.equals(output.stem)
                && stem.chars().anyMatch(Character::isLetter)
                && (isBefore || output.isAfter)
                && !isAfter
                && !output.isBefore;
    }
}
