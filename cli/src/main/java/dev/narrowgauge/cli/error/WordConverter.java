package dev.narrowgauge.cli.error;

import dev.narrowgauge.domain.settings.Spelling;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads one of a few words, in either case, and says what was likely meant where it is none of them. */
public abstract class WordConverter<T> implements ITypeConverter<T> {
    private final List<T> known;
    private final Function<T, String> word;

    protected WordConverter(List<T> known, Function<T, String> word) {
        this.known = known;
        this.word = word;
    }

    @Override
    public T convert(String typed) {
        return known.stream()
                .filter(value -> word.apply(value).equalsIgnoreCase(typed.strip()))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(complaint(typed)));
    }

    private String complaint(String typed) {
        List<String> words = known.stream().map(word).toList();
        return "'%s' is not one of %s%s"
                .formatted(
                        typed,
                        String.join(", ", words),
                        Spelling.likely(typed, words)
                                .map(meant -> "; did you mean '" + meant + "'?")
                                .orElse(""));
    }
}
