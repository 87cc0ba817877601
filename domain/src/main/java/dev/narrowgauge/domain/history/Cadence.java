package dev.narrowgauge.domain.history;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How often a series is measured.
 *
 * @param usual the middle one of the latest times from one measurement to the next
 */
public record Cadence(Duration usual) {
    private static final int FEWEST = 5;
    private static final int LATEST = 20;
    private static final int PATIENCE = 3;
    private static final Duration LEAST = Duration.ofHours(1);

    public Cadence {
        requireNonNull(usual, "usual is null");
    }

    /** Empty for fewer than five measurements, of which nobody knows when the next is due. */
    public static Optional<Cadence> of(List<Instant> times) {
        if (times.size() < FEWEST) {
            return Optional.empty();
        }
        List<Instant> latest = times.subList(Math.max(0, times.size() - LATEST - 1), times.size());
        long[] gaps = new long[latest.size() - 1];
        Arrays.setAll(
                gaps, i -> Duration.between(latest.get(i), latest.get(i + 1)).toMillis());
        Arrays.sort(gaps);
        return Optional.of(new Cadence(Duration.ofMillis(gaps[gaps.length / 2])));
    }

    /** When a measurement was due at the latest, where none came since the last one: three times as late as usual, an hour at least. */
    public Optional<Instant> missedBy(Instant last, Instant now) {
        Duration patience = usual.multipliedBy(PATIENCE);
        Instant due = last.plus(patience.compareTo(LEAST) < 0 ? LEAST : patience);
        return due.isBefore(now) ? Optional.of(due) : Optional.empty();
    }
}
