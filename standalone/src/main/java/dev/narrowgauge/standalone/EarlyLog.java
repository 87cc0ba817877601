package dev.narrowgauge.standalone;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps the broker, which starts before the log is configured, from filling the buffer for it with every detail. */
final class EarlyLog {
    /** Held here: the log manager forgets the level of a logger that nobody holds. */
    private static final List<Logger> BROKER = List.of(
            Logger.getLogger("kafka"), Logger.getLogger("org.apache.kafka"), Logger.getLogger("state.change.logger"));

    private EarlyLog() {}

    static void quieten() {
        BROKER.forEach(logger -> logger.setLevel(Level.WARNING));
    }
}
