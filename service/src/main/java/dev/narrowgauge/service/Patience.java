package dev.narrowgauge.service;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Waits at the start of a process for what others bring about, and no longer than its limit. For one thread. */
public final class Patience {
    private static final Logger LOG = System.getLogger(Patience.class.getName());
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Duration limit;
    private final long begun = System.nanoTime();
    private String told = "";

    public Patience(Duration limit) {
        this.limit = limit;
    }

    /** Waits a moment before the next try, and logs why where that is new. Throws the obstacle once the limit is over. */
    public void waitOrFail(NarrowgaugeException obstacle) {
        if (System.nanoTime() - begun >= limit.toNanos()) {
            throw obstacle;
        }
        if (!told.equals(obstacle.getMessage())) {
            told = obstacle.getMessage();
            LOG.log(Level.WARNING, "waiting, at most {0}: {1}", limit, told);
        }
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw obstacle;
        }
    }
}
