package dev.narrowgauge.checks.queries;

import dev.narrowgauge.checks.frame.Conclusion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Holds the answers against how soon they shall come. */
final class QueriesConclusion {
    private static final double MOST_MILLIS = 100;
    private static final double KIB = 1024;

    private final List<String> failures = new ArrayList<>();
    private final StringBuilder text = new StringBuilder("""
            Each question is asked 200 times, of keys at random, over one connection of a service that has just been started again on a
            database that holds the histories. A measurement has a value for each metric, so there are as many series to each recipe on a
            device. Rows of `measurement` are as wide as real ones; of the documents beside them, which none of these questions reads, 4 KiB
            are kept.

            | measurements | question | p50, ms | p95, ms | asked: p95 | first, ms | longest, ms | fewest entries | largest answer, KiB |
            |---|---|---|---|---|---|---|---|---|
            """);

    private QueriesConclusion() {}

    static Conclusion of(List<QueriesFigures> rows) {
        QueriesConclusion conclusion = new QueriesConclusion();
        rows.forEach(row -> row.queries().forEach(query -> conclusion.add(row, query)));
        rows.forEach(conclusion::story);
        return new Conclusion(conclusion.failures, conclusion.text.toString());
    }

    private void add(QueriesFigures row, QueryFigures query) {
        text.append(String.format(
                Locale.ROOT,
                "| %,d | %s | %.1f | %.1f | at most %.0f | %.1f | %.1f | %d | %.1f |%n",
                row.measurements(),
                query.query(),
                query.p50(),
                query.p95(),
                MOST_MILLIS,
                query.first(),
                query.longest(),
                query.fewest(),
                query.bytes() / KIB));
        if (!(query.p95() <= MOST_MILLIS)) {
            failures.add(String.format(
                    Locale.ROOT,
                    "%s of %,d measurements: p95 %.1f ms, asked for is at most %.0f ms",
                    query.query(),
                    row.measurements(),
                    query.p95(),
                    MOST_MILLIS));
        }
        if (query.failed() > 0) {
            failures.add("%s: %d of %d were not answered".formatted(query.query(), query.failed(), query.asked()));
        }
        if (query.fewest() < query.expected()) {
            failures.add("%s: an answer had %d entries, and %d were written"
                    .formatted(query.query(), query.fewest(), query.expected()));
        }
    }

    private void story(QueriesFigures row) {
        text.append(String.format(
                Locale.ROOT,
                "%n%,d measurements of %,d recipes on devices: %,d series with %,d values, a database of %,d MiB, filled in %.0f s;"
                        + " the service answered %.1f s after it was started again. PostgreSQL %s, shared_buffers %s.%n",
                row.measurements(),
                row.subjects(),
                row.series(),
                row.points(),
                row.megabytes(),
                row.fillSeconds(),
                row.restartSeconds(),
                row.settings().getOrDefault("server_version", "unknown"),
                row.settings().getOrDefault("shared_buffers", "unknown")));
    }
}
