package dev.narrowgauge.cli.output;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Screens that nobody looks at. */
public final class Screens {
    private Screens() {}

    public static Screen wide(StringWriter text) {
        return new Screen(new PrintWriter(text, true), Integer.MAX_VALUE, false);
    }

    public static Screen narrow(StringWriter text, int width) {
        return new Screen(new PrintWriter(text, true), width, false);
    }
}
