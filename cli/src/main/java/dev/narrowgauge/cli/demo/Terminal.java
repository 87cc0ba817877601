package dev.narrowgauge.cli.demo;

import java.io.Console;

/** Whether a person watches. */
final class Terminal {
    private Terminal() {}

    static boolean isPresent() {
        Console console = System.console();
        return console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
    }
}
