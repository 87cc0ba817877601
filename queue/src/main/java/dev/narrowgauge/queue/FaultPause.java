package dev.narrowgauge.queue;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Keeps a machine that has failed several tasks in a row by faults of its own from taking more: for a while, which doubles
 * until a task goes well. A circuit breaker (Nygard, Release It!, 2007).
 */
final class FaultPause {
    private static final Logger LOG = System.getLogger(FaultPause.class.getName());
    private static final int FAULTS = 3;
    private static final Duration FIRST = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Duration first;
    private final LongSupplier nanoTime;
    private Duration length;
    private int faults;
    private long until;
    private Optional<String> reason = Optional.empty();

    FaultPause(Duration first, LongSupplier nanoTime) {
        this.first = first;
        this.nanoTime = nanoTime;
        this.length = first;
    }

    static FaultPause standard() {
        return new FaultPause(FIRST, System::nanoTime);
    }

    /** A task failed, or would, by a fault of this machine. */
    synchronized void fault(String what) {
        faults++;
        if (faults < FAULTS) {
            return;
        }
        prolong(what);
        LOG.log(Level.WARNING, reason.orElseThrow());
        Duration doubled = length.multipliedBy(2);
        length = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }

    /** What ails the machine is still there. */
    synchronized void prolong(String what) {
        reason = Optional.of(
                "no task is taken for %d s because of %d faults of this machine in a row, the last of which is: %s"
                        .formatted(length.toSeconds(), faults, what));
        until = nanoTime.getAsLong() + length.toNanos();
    }

    /** A task ended by its own doing, well or not. */
    synchronized void worked() {
        faults = 0;
        length = first;
    }

    /** Why no task is to be taken; empty where one may be. */
    synchronized Optional<String> reason() {
        return reason;
    }

    /** Whether it has lasted as long as it was to. */
    synchronized boolean isOver() {
        return reason.isPresent() && nanoTime.getAsLong() - until >= 0;
    }

    /** Tasks are taken again; the next fault begins another pause. */
    synchronized void end() {
        reason = Optional.empty();
        LOG.log(Level.INFO, "tasks are taken again");
    }
}
