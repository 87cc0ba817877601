package dev.narrowgauge.db;

import static java.util.Objects.requireNonNull;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Jdbi;

/**
 * Tells the relays that something has been put into the outbox, after the commit. PostgreSQL lets transactions that notify
 * commit one by one, each with its own flush to the disk: a notification in every submission would hold them all up. Commits
 * that come close together are told of together. What is lost with the process is found by the relays' timers.
 */
final class OutboxSignal {
    private static final Logger LOG = System.getLogger(OutboxSignal.class.getName());
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Jdbi jdbi;

    /** Since nobody was telling of them; 0 where nobody is. */
    private final AtomicInteger commits = new AtomicInteger();

    OutboxSignal(Jdbi jdbi) {
        this.jdbi = requireNonNull(jdbi, "jdbi is null");
    }

    /** Returns at once. */
    void committed() {
        if (commits.getAndIncrement() == 0) {
            Thread.ofVirtual().name("outbox-signal").start(this::tell);
        }
    }

    private void tell() {
        int told;
        do {
            told = commits.get();
            try {
                jdbi.useHandle(handle -> EventStore.tell(handle, Channel.OUTBOX, ""));
            } catch (RuntimeException | Error e) {
                LOG.log(Level.DEBUG, "the relays are left to their timers: {0}", e.getMessage());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        } while (!commits.compareAndSet(told, 0));
    }
}
