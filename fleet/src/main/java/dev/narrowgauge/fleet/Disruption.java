package dev.narrowgauge.fleet;

import static java.util.Objects.requireNonNull;

/**
 * Something that is done to one member of a fleet.
 *
 * @param name as a person reads it, such as {@code agent-1 killed}
 * @param action returns when it is over and the member does its work again
 */
record Disruption(String name, Runnable action) {
    Disruption {
        requireNonNull(name, "name is null");
        requireNonNull(action, "action is null");
    }
}
