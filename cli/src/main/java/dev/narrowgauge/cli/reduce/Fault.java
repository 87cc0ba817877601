package dev.narrowgauge.cli.reduce;

import dev.narrowgauge.domain.settings.Spelling;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What a model can show. */
enum Fault {
    /** The engine dies, or stops for a reason that it does not know. */
    CRASH,
    /** The engine does not end. */
    HANG,
    /** The outputs are too far from those that they should be. */
    DIVERGES,
    /** The quantized model takes longer than the original. */
    SLOWER,
    /** The engine or ONNX Runtime says that it cannot do it. */
    REFUSED;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the word of one. */
    static final class Words implements ITypeConverter<Fault> {
        @Override
        public Fault convert(String word) {
            List<String> known = Arrays.stream(Fault.values()).map(Fault::word).toList();
            return Arrays.stream(Fault.values())
                    .filter(fault -> fault.word().equalsIgnoreCase(word.strip()))
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
