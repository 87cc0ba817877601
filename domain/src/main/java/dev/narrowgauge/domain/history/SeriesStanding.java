package dev.narrowgauge.domain.history;

/** What a series says at a glance. */
public enum SeriesStanding {
    /** Too few measurements under the latest conditions to see a change. */
    TOO_SHORT,
    /** Measured, and nothing has changed that nobody has decided on. */
    UNCHANGED,
    /** A change was found that nobody has confirmed or dismissed. */
    CHANGED;

    /** @param noise whether there are enough values to know how they differ */
    public static SeriesStanding of(int openChanges, boolean noise) {
        if (openChanges > 0) {
            return CHANGED;
        }
        return noise ? UNCHANGED : TOO_SHORT;
    }
}
