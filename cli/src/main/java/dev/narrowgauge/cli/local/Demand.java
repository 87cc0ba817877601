package dev.narrowgauge.cli.local;

import dev.narrowgauge.cli.error.WordConverter;
import java.util.List;

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
    abstract static class Words extends WordConverter<Demand> {
        Words(Demand... known) {
            super(List.of(known), Demand::word);
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
