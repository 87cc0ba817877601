package dev.narrowgauge.engine.runtime.search;

import dev.narrowgauge.domain.report.SearchEffort;
import java.util.function.LongSupplier;

/**
 * What a search may still do. Work is counted in runs of the model on one sample, so that equal inputs get equal searches
 * however fast the machine is; only who asks for seconds gets a clock beside it.
 */
final class SearchBudget {
    /** The search may take as often the work of a plain quantization. */
    private static final double TIMES_PLAIN = 3;

    private final long plain;
    private final double allowed;
    private final double seconds;
    private final LongSupplier nanoClock;
    private final long begun;
    private double spent;
    private boolean stoppedByClock;

    /**
     * @param plain runs of a plain quantization
     * @param seconds on the clock; 0 for no clock
     */
    SearchBudget(long plain, double seconds, LongSupplier nanoClock) {
        this.plain = plain;
        // Who gives seconds gives them to be used.
        this.allowed = seconds > 0 ? Double.MAX_VALUE : TIMES_PLAIN * plain;
        this.seconds = seconds;
        this.nanoClock = nanoClock;
        this.begun = nanoClock.getAsLong();
    }

    /** Whether that many runs more are within what is allowed. */
    boolean allows(double runs) {
        if (seconds > 0 && secondsSpent() >= seconds) {
            stoppedByClock = true;
            return false;
        }
        return spent + runs <= allowed;
    }

    void spend(double runs) {
        spent += runs;
    }

    /** How much there is to spend, for a person who waits: runs, or seconds where there is a clock. */
    long total() {
        return (long) Math.ceil(seconds > 0 ? seconds : allowed);
    }

    /** How much of {@link #total} is spent. */
    long done() {
        return (long) (seconds > 0 ? Math.min(seconds, secondsSpent()) : spent);
    }

    /** What the report says of it. */
    SearchEffort effort() {
        return new SearchEffort(
                plain,
                spent,
                seconds > 0 ? null : allowed,
                seconds > 0 ? seconds : null,
                secondsSpent(),
                stoppedByClock);
    }

    private double secondsSpent() {
        return (nanoClock.getAsLong() - begun) / 1e9;
    }

    /** What is left, in runs. */
    double left() {
        return Math.max(0, allowed - spent);
    }
}
