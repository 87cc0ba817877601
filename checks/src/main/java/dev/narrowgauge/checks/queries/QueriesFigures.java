package dev.narrowgauge.checks.queries;

import java.util.List;
import java.util.Map;

/**
 * What was measured of a service with histories of some size.
 *
 * @param subjects a recipe for a family of models on a device class; each has a series for each metric
 * @param megabytes of the database
 */
record QueriesFigures(
        long measurements,
        long subjects,
        long series,
        long points,
        long megabytes,
        double fillSeconds,
        double restartSeconds,
        List<QueryFigures> queries,
        Map<String, String> settings) {
    QueriesFigures {
        queries = List.copyOf(queries);
        settings = Map.copyOf(settings);
    }
}
