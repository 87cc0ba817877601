package dev.narrowgauge.checks.submit;

/**
 * When requests are due. It is fixed before the first is sent: however slow an answer is, no request is due the later for it.
 *
 * @param start on the clock of {@link System#nanoTime}
 * @param perSecond 0 for all at once
 */
record Schedule(long start, int perSecond, int count) {
    private static final long SECOND = 1_000_000_000L;

    long due(int request) {
        return perSecond == 0 ? start : start + request * SECOND / perSecond;
    }
}
