package dev.narrowgauge.domain.process;

import java.util.Locale;

/** The language of a program, whoever starts it. */
public final class ProgramLanguage {
    private ProgramLanguage() {}

    /**
     * Has this program write numbers as addresses, statements and the options of its children need them. Some languages have
     * digits of their own, and one has another lower case of I.
     */
    public static void fix() {
        Locale.setDefault(Locale.ROOT);
    }
}
