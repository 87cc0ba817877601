package dev.narrowgauge.db;

import static java.util.stream.Collectors.joining;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * How uploaded content comes to be deleted, as a caller or its age wants it.
 *
 * @param table whose rows it has, {@code model} or {@code dataset}
 * @param ofRuns columns by which a run is about it
 */
record UploadRows(String table, List<String> ofRuns) {
    /** That a refusal names. */
    private static final int NAMED = 3;

    /** Whether it is there; where it is, it stays until the transaction ends. One that is being deleted is waited for. */
    boolean hold(Handle handle, String id) {
        return handle.createQuery("""
                        SELECT sha256 FROM %s WHERE project_id = current_project() AND sha256 = :id FOR KEY SHARE
                        """.formatted(table))
                .bind("id", id)
                .mapTo(String.class)
                .findOne()
                .isPresent();
    }

    /** Somebody was told that it is there, and may be about to file a run about it. To the hour: each time is a write. */
    void want(Handle handle, String id) {
        handle.createUpdate("""
                        UPDATE %s SET wanted_at = clock_timestamp()
                        WHERE project_id = current_project() AND sha256 = :id
                            AND wanted_at < clock_timestamp() - interval '1 hour'
                        """.formatted(table)).bind("id", id).execute();
    }

    /**
     * In a transaction of services. A run that is about to be filed is waited for, and counts.
     *
     * @return whether it was there
     * @throws NarrowgaugeException CONFLICT where runs are about it
     */
    boolean delete(Handle handle, UUID project, String id) {
        boolean there = handle.createQuery(
                        "SELECT sha256 FROM %s WHERE project_id = :project AND sha256 = :id FOR UPDATE"
                                .formatted(table))
                .bind("project", project)
                .bind("id", id)
                .mapTo(String.class)
                .findOne()
                .isPresent();
        if (!there) {
            return false;
        }
        List<Referring> runs = referring(handle, project, id);
        if (!runs.isEmpty()) {
            throw inUse(id, runs);
        }
        remove(handle, project, id);
        return true;
    }

    /**
     * Deletes content of the project that no run is about and nobody has asked for so long; some of much. In a transaction of
     * services.
     *
     * @return how many were deleted
     */
    int deleteOld(Handle handle, UUID project, int days, int most) {
        List<String> old = handle.createQuery("""
                        SELECT sha256 FROM %1$s
                        WHERE project_id = :project AND wanted_at < now() - make_interval(days => :days)
                            AND NOT EXISTS (SELECT FROM run WHERE run.project_id = %1$s.project_id AND (%2$s))
                        ORDER BY wanted_at, sha256
                        LIMIT :most
                        FOR UPDATE SKIP LOCKED
                        """.formatted(table, isAbout(table + ".sha256")))
                .bind("project", project)
                .bind("days", days)
                .bind("most", most)
                .mapTo(String.class)
                .list();
        List<String> unused = old.stream()
                // What was filed until now is seen only by a statement that begins after.
                .filter(id -> referring(handle, project, id).isEmpty())
                .toList();
        unused.forEach(id -> remove(handle, project, id));
        return unused.size();
    }

    /** A run that is about it, and how many there are. */
    private record Referring(UUID run, long all) {}

    private List<Referring> referring(Handle handle, UUID project, String id) {
        return handle.createQuery("""
                        SELECT id, count(*) OVER () AS all_runs FROM run
                        WHERE project_id = :project AND (%s)
                        ORDER BY created_at DESC, id DESC
                        LIMIT :most
                        """.formatted(isAbout(":id")))
                .bind("project", project)
                .bind("id", id)
                .bind("most", NAMED)
                .map((row, _) -> new Referring(Columns.uuid(row, "id"), row.getLong("all_runs")))
                .list();
    }

    private String isAbout(String content) {
        return ofRuns.stream()
                .map(column -> "run.%s = %s".formatted(column, content))
                .collect(joining(" OR "));
    }

    private NarrowgaugeException inUse(String id, List<Referring> runs) {
        return new NarrowgaugeException(
                ErrorCode.CONFLICT,
                "The %s '%s' is what runs are about (%d, the newest are %s): delete those first, which leaves their verdicts, or keep it."
                        .formatted(
                                table,
                                id,
                                runs.getFirst().all(),
                                runs.stream()
                                        .map(known -> known.run().toString())
                                        .collect(joining(", "))));
    }

    private void remove(Handle handle, UUID project, String id) {
        for (String rows : List.of(
                "DELETE FROM %1$s_name WHERE project_id = :project AND %1$s_id = :id",
                "DELETE FROM %1$s WHERE project_id = :project AND sha256 = :id")) {
            handle.createUpdate(rows.formatted(table))
                    .bind("project", project)
                    .bind("id", id)
                    .execute();
        }
        ContentStore.noteUnreferenced(handle, List.of(id));
    }
}
