package dev.narrowgauge.queue;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Keeps a machine that fails tasks by faults of its own from taking more: for a moment after each fault, so that others are
 * first to get what it has failed, and after several in a row for a while, which doubles until a task goes well. A circuit
 * breaker (Nygard, Release It!, 2007).
 */
final class FaultPause {
    private static final Logger LOG = System.getLogger(FaultPause.class.getName());
    private static final int FAULTS = 3;
    private static final Duration FIRST = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** Moments in the first pause: more than the two seconds after which a job that failed is dispatched again. */
    private static final int MOMENTS = 6;

    private final Duration first;
    private final LongSupplier nanoTime;
    private Duration length;
    private int faults;
    private boolean holding;
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
            hold(first.dividedBy(MOMENTS));
            return;
        }
        prolong(what);
        Duration doubled = length.multipliedBy(2);
        length = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }

    /** What ails the machine is still there. */
    synchronized void prolong(String what) {
        boolean told = reason.isPresent();
        String because = faults == 1
                ? "a fault of this machine: " + what
                : "%d faults of this machine in a row, the last of which is: %s".formatted(faults, what);
        reason = Optional.of("no task is taken for %d s because of %s".formatted(length.toSeconds(), because));
        if (!told) {
            LOG.log(Level.WARNING, reason.get());
        }
        hold(length);
    }

    private void hold(Duration time) {
        holding = true;
        until = nanoTime.getAsLong() + time.toNanos();
    }

    /** A task ended by its own doing, well or not. */
    synchronized void worked() {
        faults = 0;
        length = first;
    }

    /** Why no task is to be taken; empty where one may be, also in the moment after a fault. */
    synchronized Optional<String> reason() {
        return reason;
    }

    /** Whether no task is to be taken. */
    synchronized boolean isHolding() {
        return holding;
    }

    /** Whether it has lasted as long as it was to. */
    synchronized boolean isOver() {
        return holding && nanoTime.getAsLong() - until >= 0;
    }

    /** Tasks are taken again; the next fault begins another pause. */
    synchronized void end() {
        if (reason.isPresent()) {
            LOG.log(Level.INFO, "tasks are taken again");
        }
        holding = false;
        reason = Optional.empty();
    }
}
