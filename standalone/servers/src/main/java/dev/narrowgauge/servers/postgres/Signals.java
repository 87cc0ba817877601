package dev.narrowgauge.servers.postgres;

import dev.narrowgauge.domain.process.ChildEnvironment;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Signals that {@link ProcessHandle} cannot send. */
final class Signals {
    private Signals() {}

    /** PostgreSQL's fast shutdown: ends the connections, writes a checkpoint, exits. */
    static void interrupt(long pid) {
        try {
            ChildEnvironment.process(List.of("/bin/sh", "-c", "kill -INT \"$0\"", String.valueOf(pid)))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(5, TimeUnit.SECONDS);
        } catch (IOException _) {
            // Without a shell the caller's deadline passes and it kills.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
