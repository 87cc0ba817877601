package dev.narrowgauge.cli.reduce;

import dev.narrowgauge.cli.error.WordConverter;
import java.util.List;
import java.util.Locale;

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
    static final class Words extends WordConverter<Fault> {
        Words() {
            super(List.of(values()), Fault::word);
        }
    }
}
