package dev.narrowgauge.engine.runtime.measure;

import dev.narrowgauge.domain.scenario.QueryClock;
import java.util.concurrent.locks.LockSupport;

/** The clock of this machine. Until shortly before a query arrives the thread sleeps, as that of a server does. */
final class ArrivalClock implements QueryClock {
    /** A thread that sleeps is woken later than it asked for by less than that, mostly. */
    private static final long WAKING_NANOS = 100_000;

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void awaitNanos(long time) {
        for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
            if (left > WAKING_NANOS) {
                LockSupport.parkNanos(left - WAKING_NANOS);
            } else {
                Thread.onSpinWait();
            }
        }
    }
}
