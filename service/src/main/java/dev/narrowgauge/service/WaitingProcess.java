package dev.narrowgauge.service;

import dev.narrowgauge.db.PresenceStore;
import dev.narrowgauge.db.PresenceStore.Role;
import dev.narrowgauge.queue.ProcessName;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** Says in the database that this process waits until it may start, as far as a database that is too old can be told that. */
final class WaitingProcess {
    private static final Logger LOG = System.getLogger(WaitingProcess.class.getName());
    private static final String PREFIX = "narrowgauge-";

    private final PresenceStore store;
    private final Role role;
    private boolean told;

    /** Its role is that of its program, for it has none yet. */
    WaitingProcess(PresenceStore store, Config config) {
        this.store = store;
        String program = config.getOptionalValue("quarkus.application.name", String.class)
                .orElse("program");
        String name = program.startsWith(PREFIX) ? program.substring(PREFIX.length()) : program;
        this.role = new Role(ProcessName.of(name), name, Presences.version(config));
    }

    /** @param why a sentence */
    void waits(String why) {
        say(() -> store.seen(role, Optional.of(why)));
        told = true;
    }

    /** It goes on under the names of its roles. */
    void goesOn() {
        if (told) {
            say(() -> store.leave(role));
        }
    }

    private static void say(Runnable word) {
        try {
            word.run();
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "nobody could be told of the wait: {0}", e.getMessage());
        }
    }
}
