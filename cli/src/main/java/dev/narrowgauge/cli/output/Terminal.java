package dev.narrowgauge.cli.output;

import java.io.Console;

/** Whether a person watches. */
public final class Terminal {
    private Terminal() {}

    public static boolean isPresent() {
        Console console = System.console();
        return console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
    }
}
