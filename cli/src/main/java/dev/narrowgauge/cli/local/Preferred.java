package dev.narrowgauge.cli.local;

import dev.narrowgauge.domain.settings.Spelling;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What a variant is wanted for. */
enum Preferred {
    SPEED,
    SIZE;

    /** As the engine knows it, too. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the word of one. */
    static final class Words implements ITypeConverter<Preferred> {
        @Override
        public Preferred convert(String word) {
            List<String> known =
                    Arrays.stream(Preferred.values()).map(Preferred::word).toList();
            return Arrays.stream(Preferred.values())
                    .filter(preferred -> preferred.word().equalsIgnoreCase(word))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("'%s' is none of %s%s"
                            .formatted(
                                    word,
                                    String.join(", ", known),
                                    Spelling.likely(word, known)
                                            .map(meant -> "; did you mean '" + meant + "'?")
                                            .orElse(""))));
        }
    }
}
