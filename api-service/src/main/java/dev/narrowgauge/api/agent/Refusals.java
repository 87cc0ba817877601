package dev.narrowgauge.api.agent;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Calls that were refused, for the log: whoever tries many must not fill it. */
final class Refusals {
    private static final Logger LOG = Logger.getLogger(Refusals.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final AtomicLong untold = new AtomicLong();
    private final AtomicLong toldAt = new AtomicLong(System.nanoTime() - PAUSE.toNanos());

    /** @param peer who called, or the proxy before it */
    void add(SocketAddress peer, String why) {
        untold.incrementAndGet();
        long now = System.nanoTime();
        long before = toldAt.get();
        if (now - before >= PAUSE.toNanos() && toldAt.compareAndSet(before, now)) {
            LOG.warnf("%d calls of agents were refused, the last of them from %s: %s", untold.getAndSet(0), peer, why);
        }
    }
}
