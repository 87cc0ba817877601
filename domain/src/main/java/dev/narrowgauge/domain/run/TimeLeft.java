package dev.narrowgauge.domain.run;

import java.util.OptionalDouble;

/** What a stage of work still takes, foretold by what it has taken so far. */
public final class TimeLeft {
    /** The first steps load, compile and fill caches: what they took says little of the others. */
    private static final double LEAST_SHARE = 0.1;

    private static final double LONG_SECONDS = 10;

    private TimeLeft() {}

    /**
     * Empty until a tenth of the steps is done, or some of them in ten seconds.
     *
     * @param elapsed seconds since the stage began
     * @param total number of its steps; 0 when not known
     * @return seconds
     */
    public static OptionalDouble of(double elapsed, long done, long total) {
        boolean isBasis = done > 0 && total > 0 && (done >= LEAST_SHARE * total || elapsed >= LONG_SECONDS);
        return isBasis ? OptionalDouble.of(elapsed * Math.max(0, total - done) / done) : OptionalDouble.empty();
    }
}
