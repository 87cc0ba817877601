package dev.narrowgauge.domain.latency;

/**
 * Runs of one process until another had its turn.
 *
 * @param medianMillis of them
 * @param runs how many they were
 */
public record Turn(double medianMillis, int runs) {
    public Turn {
        if (!(medianMillis > 0) || runs < 1) {
            throw new IllegalArgumentException(
                    "a turn of %d runs with a median of %s ms".formatted(runs, medianMillis));
        }
    }

    /** Of its runs, those that took at most its median, and those that took at least as long: as many. */
    long half() {
        return (runs + 1) / 2;
    }
}
