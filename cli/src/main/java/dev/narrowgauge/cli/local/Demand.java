package dev.narrowgauge.cli.local;

import dev.narrowgauge.domain.settings.Spelling;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What a command that measures is asked to fail on. */
enum Demand {
    SLOWER("slower"),
    FP32("fp32"),
    CANNOT_TELL("cannot-tell");

    private final String word;

    Demand(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    /** Reads the words of those demands that a command can answer. */
    abstract static class Words implements ITypeConverter<Demand> {
        private final List<Demand> known;

        Words(Demand... known) {
            this.known = List.of(known);
        }

        @Override
        public Demand convert(String word) {
            return Arrays.stream(Demand.values())
                    .filter(known::contains)
                    .filter(demand -> demand.word.equalsIgnoreCase(word.strip()))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(complaint(word)));
        }

        private String complaint(String word) {
            List<String> words = known.stream().map(Demand::word).toList();
            return "'%s' is none of %s%s"
                    .formatted(
                            word,
                            String.join(", ", words),
                            Spelling.likely(word, words)
                                    .map(meant -> "; did you mean '" + meant + "'?")
                                    .orElse(""));
        }
    }

    /** All of them. */
    static final class Any extends Words {
        Any() {
            super(Demand.values());
        }
    }

    /** Those that need no latency. */
    static final class OfAccuracy extends Words {
        OfAccuracy() {
            super(FP32, CANNOT_TELL);
        }
    }
}
