package dev.narrowgauge.cli.local;

import dev.narrowgauge.cli.error.WordConverter;
import java.util.List;
import java.util.Locale;

/** What a variant is wanted for. */
enum Preferred {
    SPEED,
    SIZE;

    /** As the engine knows it, too. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the word of one. */
    static final class Words extends WordConverter<Preferred> {
        Words() {
            super(List.of(values()), Preferred::word);
        }
    }
}
