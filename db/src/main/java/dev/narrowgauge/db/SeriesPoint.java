package dev.narrowgauge.db;

import dev.narrowgauge.domain.history.Figure;
import java.time.Instant;
import java.util.UUID;

/**
 * A value of a series.
 *
 * @param keyId of what it was measured under; the same for values that may be compared
 * @param measured what was measured
 */
public record SeriesPoint(Instant at, UUID measurementId, long keyId, Figure figure, Measured measured) {}
