package dev.narrowgauge.domain.run;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How urgent a run is to its project: a more urgent one goes first, and another project's is not held up by it. */
public enum Priority {
    LOW(-1),
    NORMAL(0),
    HIGH(1);

    private final int rank;

    Priority(int rank) {
        this.rank = rank;
    }

    /** Empty for another word. */
    public static Optional<Priority> ofWord(String word) {
        return Arrays.stream(values())
                .filter(priority -> priority.word().equals(word))
                .findFirst();
    }

    /** As people write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The greater goes first; it is stored. */
    public int rank() {
        return rank;
    }
}
