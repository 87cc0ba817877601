package dev.narrowgauge.engine.runtime.measure;

/**
 * How a thread has spent its time, as {@code /proc/PID/task/TID/schedstat} counts it, since it started.
 *
 * @param ran nanoseconds on a processor
 * @param waited nanoseconds in which it could have run and had no processor
 * @param slices times that it was given a processor
 */
record ThreadTimes(long ran, long waited, long slices) {
    /**
     * A thread that sleeps between runs waits a moment each time that it is woken, also on an idle machine; of a thread of a
     * pool that adds up. Only what is longer says that somebody else had the processor.
     */
    private static final long WAKING_NANOS = 50_000;

    /** @throws IllegalArgumentException where it is no such text */
    static ThreadTimes of(String schedstat) {
        String[] fields = schedstat.strip().split(" ");
        if (fields.length < 3) {
            throw new IllegalArgumentException("no three numbers: " + schedstat);
        }
        return new ThreadTimes(Long.parseLong(fields[0]), Long.parseLong(fields[1]), Long.parseLong(fields[2]));
    }

    /** Nanoseconds since then in which it waited, without those of waking. */
    long behindOthersSince(ThreadTimes before) {
        return Math.max(0, waited - before.waited - WAKING_NANOS * (slices - before.slices));
    }

    /** Whether it was given a processor anew in half of the runs or more: a median does not see what falls on fewer. */
    boolean movesMedianOf(int runs, ThreadTimes before) {
        return 2 * (slices - before.slices) >= runs;
    }

    long ranSince(ThreadTimes before) {
        return ran - before.ran;
    }
}
