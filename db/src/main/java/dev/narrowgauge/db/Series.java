package dev.narrowgauge.db;

import dev.narrowgauge.domain.history.Cadence;
import dev.narrowgauge.domain.history.Figure;
import dev.narrowgauge.domain.history.Noise;
import dev.narrowgauge.domain.history.SeriesName;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A history, without its values.
 *
 * @param measurements that it has
 * @param last empty until its first value is written
 * @param noise of the values since the last change; empty while they are too few
 * @param openChanges that nobody has confirmed or dismissed
 */
public record Series(
        UUID id,
        SeriesName name,
        Instant createdAt,
        long measurements,
        Optional<Last> last,
        Optional<Cadence> cadence,
        Optional<Noise> noise,
        int openChanges) {
    /** The newest value. */
    public record Last(Instant at, UUID measurementId, long keyId, Figure figure) {}

    /** When a measurement was due that has not come; empty where none is missing. */
    public Optional<Instant> missedBy(Instant now) {
        return cadence.flatMap(usual -> last.flatMap(newest -> usual.missedBy(newest.at(), now)));
    }
}
