package dev.narrowgauge.db;

import dev.narrowgauge.domain.history.ChangeReview;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A change of a series, with what a person has said of it.
 *
 * @param keyId of the values that it lies between
 * @param at of the first value after it
 * @param measurementId likewise
 * @param before mean of the values before it, in the unit of the metric
 * @param after mean of the values after it
 * @param magnitude by which share the larger mean exceeds the smaller one, or points of 1
 * @param decidedBy as that person is called; empty where nobody is asked
 */
public record ChangePoint(
        UUID id,
        UUID seriesId,
        long keyId,
        Instant at,
        UUID measurementId,
        double before,
        double after,
        double magnitude,
        double pValue,
        Instant foundAt,
        ChangeReview.Decision decision,
        Optional<Instant> decidedAt,
        Optional<String> decidedBy,
        Optional<String> reason) {}
