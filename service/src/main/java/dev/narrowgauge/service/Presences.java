package dev.narrowgauge.service;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.narrowgauge.db.PresenceStore;
import dev.narrowgauge.db.PresenceStore.Role;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;

/** Says in the database which roles this process runs in, so that whoever asks sees who is there. */
@Singleton
public final class Presences {
    private static final Logger LOG = System.getLogger(Presences.class.getName());
    private static final Duration PERIOD = Duration.ofSeconds(10);

    /** For a last word to a database that may be away. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final PresenceStore store;
    private final String version;

    Presences(PresenceStore store, Config config) {
        this.store = store;
        this.version = version(config);
    }

    /** Of the program, as its build says. */
    public static String version(Config config) {
        return config.getOptionalValue("quarkus.application.version", String.class)
                .orElse("unknown");
    }

    /**
     * Begins to say that this process has the role; closing it ends that. A database that is away hinders nobody.
     *
     * @param process its name, unlike that of any other; the one in its leases where the role takes jobs
     * @param whyPaused why the role takes no work for now; empty where it does
     */
    public AutoCloseable announce(String role, String process, Supplier<Optional<String>> whyPaused) {
        Announcement announcement = new Announcement(new Role(process, role, version), whyPaused);
        announcement.thread.start();
        return announcement;
    }

    private final class Announcement implements AutoCloseable {
        private final Role role;
        private final Supplier<Optional<String>> whyPaused;
        private final CountDownLatch stop = new CountDownLatch(1);
        private final Thread thread;

        Announcement(Role role, Supplier<Optional<String>> whyPaused) {
            this.role = role;
            this.whyPaused = whyPaused;
            this.thread = Thread.ofVirtual().name("presence-" + role.name()).unstarted(this::run);
        }

        private void run() {
            say(() -> store.begin(role));
            try {
                while (!stop.await(PERIOD.toMillis(), MILLISECONDS)) {
                    say(() -> store.seen(role, whyPaused.get()));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            say(() -> store.leave(role));
        }

        private void say(Runnable word) {
            try {
                word.run();
            } catch (RuntimeException e) {
                LOG.log(Level.DEBUG, "the {0} could not say that it is there: {1}", role.name(), e.getMessage());
            }
        }

        @Override
        public void close() {
            stop.countDown();
            try {
                thread.join(FAREWELL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
