package dev.narrowgauge.checks.queries;

import dev.narrowgauge.domain.history.TrackedMetric;
import dev.narrowgauge.domain.variant.Measurement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes measurements and their histories into the database of a service, as if they had been taken over years. The rows of
 * measurements are as wide as real ones: what the row itself holds, and documents that lie beside it.
 */
final class HistoryFill {
    /** Of a latency document, so that it lies beside its row, as real ones of ten times as much do; no query here reads one. */
    private static final int DOCUMENT_BYTES = 4096;

    private static final int DOCUMENTS = 1000;

    /** The one that there is from the first. */
    private static final String PROJECT = "00000000-0000-0000-0000-000000000001";

    private static final int HASH_BYTES = 32;

    /** What a measurement of a classifier has. */
    static final List<TrackedMetric> METRICS = List.of(
            TrackedMetric.LATENCY_RATIO,
            TrackedMetric.ACCURACY_DIFFERENCE,
            TrackedMetric.FLIP_SHARE,
            TrackedMetric.SIZE_RATIO,
            TrackedMetric.MEMORY_RATIO,
            TrackedMetric.LATENCY_P50,
            TrackedMetric.LATENCY_P99,
            TrackedMetric.BASELINE_P50);

    private HistoryFill() {}

    /** What the statements leave in the database. */
    record Written(long measurements, long series, long points, long megabytes) {}

    static Written write(Connection database, Size size) throws SQLException {
        try (Statement statement = database.createStatement()) {
            for (String sql : statements(size)) {
                statement.execute(sql);
            }
            return new Written(
                    number(statement, "SELECT count(*) FROM measurement"),
                    number(statement, "SELECT count(*) FROM series"),
                    number(statement, "SELECT count(*) FROM series_point"),
                    number(statement, "SELECT pg_database_size(current_database()) >> 20"));
        }
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static List<String> statements(Size size) {
        return Stream.of(subjects(size), measurements(size), series(size), inOrder())
                .flatMap(List::stream)
                .toList();
    }

    /** What is measured, by what, and the documents that measurements share. */
    private static List<String> subjects(Size size) {
        return List.of(
                // The rows that a measurement belongs to are none that is asked for here.
                "SET session_replication_role = replica",
                "SET synchronous_commit = off",
                "ALTER TABLE measurement ALTER COLUMN latency SET STORAGE EXTERNAL",
                """
                CREATE TEMPORARY TABLE document AS
                SELECT place, jsonb_build_object('forks', string_agg(md5(CAST(random() AS text)), '')) AS latency
                FROM generate_series(0, %d) AS place, generate_series(1, %d)
                GROUP BY place
                """.formatted(DOCUMENTS - 1, DOCUMENT_BYTES / HASH_BYTES),
                """
                CREATE TEMPORARY TABLE subject AS
                SELECT
                    row_number() OVER () AS number, 'family-' || family AS family, 'recipe-' || recipe AS recipe,
                    'class-' || class AS device_class
                FROM generate_series(1, %d) AS family, generate_series(1, %d) AS recipe, generate_series(1, %d) AS class
                """.formatted(size.families(), Size.RECIPES, Size.CLASSES),
                """
                CREATE TEMPORARY TABLE metric AS
                SELECT unnest(CAST('{%s}' AS text[])) AS name
                """.formatted(METRICS.stream().map(TrackedMetric::name).collect(Collectors.joining(","))));
    }

    /** Ids are made of places, so that whoever asks knows them. */
    private static List<String> measurements(Size size) {
        return List.of(
                """
                INSERT INTO comparison_key (project_id, sha256, content)
                SELECT
                    '%s', md5(device_class) || md5(device_class),
                    jsonb_build_object('machine.cpu.model', device_class, 'machine.kernel', '6.1', 'data.evaluation', repeat('c', 64))
                FROM (SELECT DISTINCT device_class FROM subject) AS class
                """.formatted(PROJECT),
                """
                INSERT INTO measurement
                    (id, project_id, run_id, job_id, variant_id, version, device, accuracy, latency, created_at)
                SELECT
                    CAST(md5('measurement ' || number || ' ' || night) AS uuid), '%1$s', gen_random_uuid(), gen_random_uuid(),
                    gen_random_uuid(), %2$d,
                    jsonb_build_object(
                        'deviceClass', device_class, 'node', 'node-1', 'description', 'a processor with a name', 'fingerprint',
                        repeat('f', 64), 'software', jsonb_build_object('engine', '0.1.0', 'runtime', '1.29.0')),
                    jsonb_build_object(
                        'samples', 10000, 'labelled', true, 'baselineCorrect', 9700, 'variantCorrect', 9690, 'onlyVariantCorrect', 20,
                        'onlyBaselineCorrect', 30, 'flips', 60, 'outputSqnrDb', 31.5, 'answers', 10000, 'outputs', jsonb_build_array(),
                        'astray', ''),
                    latency, timestamptz '2021-01-01' + make_interval(days => night, secs => number)
                FROM generate_series(1, %3$d) AS night
                CROSS JOIN subject
                JOIN document ON document.place = (number + night) %% %4$d
                """.formatted(PROJECT, Measurement.VERSION, size.nights(), DOCUMENTS),
                """
                INSERT INTO measured
                    (measurement_id, project_id, run_id, variant_id, model_id, family, recipe, recipe_sha256, device_class, scenario,
                     node, commit_id, at)
                SELECT
                    CAST(md5('measurement ' || number || ' ' || night) AS uuid), '%s', gen_random_uuid(), gen_random_uuid(),
                    md5(CAST(night AS text)) || md5(family), family, recipe, md5(recipe) || md5(recipe), device_class,
                    'single-stream', 'node-1', md5(CAST(night AS text)), timestamptz '2021-01-01' + make_interval(days => night, secs => number)
                FROM generate_series(1, %d) AS night
                CROSS JOIN subject
                """.formatted(PROJECT, size.nights()));
    }

    private static List<String> series(Size size) {
        return List.of("""
                INSERT INTO series
                    (id, project_id, family, recipe, device_class, scenario, metric, created_at, measurements, last_at,
                     last_measurement_id, last_key_id, last_value, last_low, last_high, usual_gap_seconds, steady_values, deviation,
                     smallest_visible)
                SELECT
                    CAST(md5('series ' || number || ' ' || metric.name) AS uuid), '%1$s', family, recipe, subject.device_class,
                    'single-stream', metric.name, timestamptz '2021-01-01' + make_interval(secs => number), %2$d,
                    timestamptz '2021-01-01' + make_interval(days => %2$d, secs => number),
                    CAST(md5('measurement ' || number || ' ' || %2$d) AS uuid), comparison_key.id, 0.4 + 0.1 * random(), 0.39, 0.51, 86400,
                    100, 0.01 * random(), 0.05
                FROM subject
                CROSS JOIN metric
                JOIN comparison_key ON comparison_key.sha256 = md5(subject.device_class) || md5(subject.device_class)
                """.formatted(PROJECT, size.nights()), """
                INSERT INTO series_point (series_id, project_id, at, measurement_id, key_id, value, low, high)
                SELECT
                    series.id, '%s', timestamptz '2021-01-01' + make_interval(days => night, secs => number),
                    CAST(md5('measurement ' || number || ' ' || night) AS uuid), series.last_key_id, 0.4 + 0.1 * random(), 0.39, 0.51
                FROM generate_series(1, %d) AS night
                CROSS JOIN subject
                JOIN series USING (family, recipe, device_class)
                """.formatted(PROJECT, size.nights()), """
                INSERT INTO change_point
                    (id, project_id, series_id, key_id, at, measurement_id, seen_from, seen_to, mean_before, mean_after, magnitude,
                     p_value)
                SELECT
                    gen_random_uuid(), project_id, id, last_key_id, last_at - make_interval(days => place), last_measurement_id,
                    created_at, last_at, 0.4, 0.5, 0.25, 0.0001
                FROM series, generate_series(1, 3) AS place
                """);
    }

    /** As the service leaves a database that has had time to tidy up. */
    private static List<String> inOrder() {
        return List.of(
                "ALTER TABLE measurement ALTER COLUMN latency SET STORAGE EXTENDED",
                "VACUUM (ANALYZE) measurement, measured, series, series_point, change_point, comparison_key",
                "CHECKPOINT");
    }
}
