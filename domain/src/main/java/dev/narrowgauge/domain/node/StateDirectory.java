package dev.narrowgauge.domain.node;

import java.nio.file.Path;
import java.util.Map;

/** Where what outlives a command or a service, and can be missed, is kept for a user of this machine. */
public final class StateDirectory {
    private static final String XDG = "XDG_STATE_HOME";

    private StateDirectory() {}

    public static Path ofThisUser() {
        return of(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    /** By the XDG base directory specification, which has relative paths ignored. */
    public static Path of(Map<String, String> environment, Path home) {
        Path configured = Path.of(environment.getOrDefault(XDG, ""));
        Path states = configured.isAbsolute() ? configured : home.resolve(".local/state");
        return states.resolve("narrowgauge");
    }
}
