package dev.narrowgauge.engine.runtime.measure;

/**
 * How long a thread could have run and had no processor, as {@code /proc/PID/task/TID/schedstat} counts it.
 *
 * @param nanos since it started
 * @param slices times that it was given a processor
 */
record ThreadWait(long nanos, long slices) {
    /**
     * A thread that sleeps between runs waits a moment each time that it is woken, also on an idle machine; of a thread of a
     * pool that adds up. Only what is longer says that somebody else had the processor.
     */
    private static final long WAKING_NANOS = 50_000;

    /** @throws IllegalArgumentException where it is no such text */
    static ThreadWait of(String schedstat) {
        String[] fields = schedstat.strip().split(" ");
        if (fields.length < 3) {
            throw new IllegalArgumentException("no three numbers: " + schedstat);
        }
        return new ThreadWait(Long.parseLong(fields[1]), Long.parseLong(fields[2]));
    }

    /** Nanoseconds since then, without those of waking. */
    long behindOthersSince(ThreadWait before) {
        return Math.max(0, nanos - before.nanos - WAKING_NANOS * (slices - before.slices));
    }
}
