package dev.narrowgauge.fleet;

import static java.util.Locale.ROOT;

/** What a program of a fleet is for. */
public enum Role {
    API,
    WORKER,
    AGENT;

    /** As a person names it who starts one. */
    public String program() {
        return name().toLowerCase(ROOT);
    }
}
