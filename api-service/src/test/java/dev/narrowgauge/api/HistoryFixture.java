package dev.narrowgauge.api;

import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.HistoryIntake;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** Histories of what a fixture measures. */
final class HistoryFixture {
    private final RunFixture runs;
    private final Jdbi jdbi;
    private Optional<String> samples = Optional.empty();

    HistoryFixture(RunFixture runs, DataSource database) {
        this.runs = runs;
        this.jdbi = Database.jdbi(database);
    }

    /** What of two measurements is in histories, and a change that is made up between them. */
    record Made(UUID series, UUID change, UUID first, UUID second) {}

    Made make() {
        UUID first = measured();
        UUID second = measured();
        HistoryIntake intake = new HistoryIntake(jdbi);
        // The service takes them as well, and one at a time does.
        while (!isInHistory(first) || !isInHistory(second)) {
            intake.take(100);
        }
        UUID change = UUID.randomUUID();
        UUID series = jdbi.withHandle(handle -> handle.createQuery("""
                        INSERT INTO change_point
                            (id, project_id, series_id, key_id, at, measurement_id, seen_from, seen_to, mean_before, mean_after,
                             magnitude, p_value)
                        SELECT
                            :change, point.project_id, series_id, key_id, at, measurement_id, at, at, 0.4, 0.5, 0.25, 0.0001
                        FROM series_point AS point
                        JOIN series ON series.id = point.series_id
                        WHERE measurement_id = :second AND metric = 'LATENCY_RATIO'
                        RETURNING series_id
                        """)
                .bind("change", change)
                .bind("second", second)
                .mapTo(UUID.class)
                .one());
        return new Made(series, change, first, second);
    }

    /** All on the same samples, so that they may be compared. */
    private UUID measured() {
        String dataset = samples.orElseGet(() -> runs.dataset("4,5,6"));
        samples = Optional.of(dataset);
        return runs.measured(dataset);
    }

    private boolean isInHistory(UUID measurement) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT EXISTS (SELECT FROM measured WHERE measurement_id = :id)")
                        .bind("id", measurement)
                        .mapTo(Boolean.class)
                        .one());
    }

    /** As if it had been measured while the processor saved power. */
    void savePower(UUID measurement) {
        jdbi.useHandle(handle -> {
            handle.createUpdate("""
                            INSERT INTO comparison_key (project_id, sha256, content)
                            SELECT project_id, repeat('e', 64), '{"machine.cpu.governor": "powersave"}'
                            FROM measured WHERE measurement_id = :id
                            ON CONFLICT DO NOTHING
                            """).bind("id", measurement).execute();
            handle.createUpdate("""
                            UPDATE series_point SET key_id = comparison_key.id
                            FROM comparison_key
                            WHERE measurement_id = :id AND sha256 = repeat('e', 64)
                                AND comparison_key.project_id = series_point.project_id
                            """).bind("id", measurement).execute();
        });
    }
}
