package dev.narrowgauge.engine.client;

import java.util.Optional;

/** Where engine children come from that were started before it was known what for. */
public sealed interface ChildrenAhead extends AutoCloseable permits SpareChild, EarlyChild {
    /** Says that a task begins; the child for it, where one is there that may take as much memory. */
    Optional<EngineChild> taskBegins(EngineCall call);

    /** Says that it has ended. */
    void taskEnded();

    /** Stops what was not taken. */
    @Override
    void close();
}
