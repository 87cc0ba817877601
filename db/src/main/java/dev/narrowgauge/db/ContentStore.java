package dev.narrowgauge.db;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Which stored content rows refer to, in whichever project, and which none does any more. The database's clock says since when. */
public final class ContentStore {
    private final Scopes scopes;

    public ContentStore(Jdbi jdbi) {
        this.scopes = Scopes.ofServices(jdbi);
    }

    /**
     * Content that must be there.
     *
     * @param kind of what refers to it: {@code model}, {@code dataset} or {@code variant}
     */
    public record Reference(String sha256, long sizeBytes, String kind) {}

    /**
     * The content is about to be stored, or found stored, and then referred to. It is not deleted from now on for as long as
     * unreferenced content is kept; where it is being deleted, this returns once it is gone.
     */
    public void want(String sha256) {
        scopes.useHandle(handle -> handle.createUpdate("DELETE FROM unreferenced_content WHERE sha256 = :sha256")
                .bind("sha256", sha256)
                .execute());
    }

    /** Whether it is this process's turn to list what is stored, which it then begins. */
    public boolean beginListing(Duration period) {
        return scopes.inTransaction(handle ->
                handle.createUpdate("""
                                UPDATE content_listing SET begun_at = clock_timestamp()
                                WHERE begun_at < clock_timestamp() - make_interval(secs => :period)
                                """).bind("period", seconds(period)).execute() == 1);
    }

    /** Holds names of stored content against the rows: those that none refers to are known to be so from now on, or were before. */
    public void compare(List<String> names) {
        String[] stored = names.toArray(String[]::new);
        scopes.useTransaction(handle -> {
            handle.createUpdate("""
                            DELETE FROM unreferenced_content
                            WHERE sha256 = ANY (CAST(:stored AS text[])) AND (
                                EXISTS (SELECT FROM model WHERE model.sha256 = unreferenced_content.sha256)
                                OR EXISTS (SELECT FROM dataset WHERE dataset.sha256 = unreferenced_content.sha256)
                                OR EXISTS (SELECT FROM variant WHERE variant.sha256 = unreferenced_content.sha256))
                            """).bind("stored", stored).execute();
            noteUnreferenced(handle, names);
        });
    }

    /** Those of the names that no row refers to are known to be so from now on, or were before. */
    static void noteUnreferenced(Handle handle, List<String> names) {
        handle.createQuery("SELECT note_unreferenced(CAST(:stored AS text[]))")
                .bind("stored", names.toArray(String[]::new))
                .mapTo(Long.class)
                .one();
    }

    /** Content that has been known to be unreferenced for longer than that, for the longest first; some of much. */
    public List<String> unreferenced(Duration longerThan, int most) {
        return scopes.withHandle(handle -> handle.createQuery("""
                        SELECT sha256 FROM unreferenced_content
                        WHERE since < clock_timestamp() - make_interval(secs => :longer)
                        ORDER BY since, sha256
                        LIMIT :most
                        """)
                .bind("longer", seconds(longerThan))
                .bind("most", most)
                .mapTo(String.class)
                .list());
    }

    /**
     * Has the content deleted, unless it is wanted by now or a row refers to it. Whoever wants it meanwhile waits.
     *
     * @param delete removes it from where it is stored; what it throws leaves everything as it was
     * @return whether it was deleted
     */
    public boolean delete(String sha256, Duration unreferencedFor, Consumer<String> delete) {
        return scopes.inTransaction(handle -> {
            int known = handle.createUpdate("""
                            DELETE FROM unreferenced_content
                            WHERE sha256 = :sha256 AND since < clock_timestamp() - make_interval(secs => :longer)
                            """)
                    .bind("sha256", sha256)
                    .bind("longer", seconds(unreferencedFor))
                    .execute();
            if (known == 0 || isReferenced(handle, sha256)) {
                return false;
            }
            delete.accept(sha256);
            return true;
        });
    }

    private static boolean isReferenced(Handle handle, String sha256) {
        return handle.createQuery("""
                        SELECT EXISTS (SELECT FROM model WHERE sha256 = :sha256)
                            OR EXISTS (SELECT FROM dataset WHERE sha256 = :sha256)
                            OR EXISTS (SELECT FROM variant WHERE sha256 = :sha256)
                        """)
                .bind("sha256", sha256)
                .mapTo(Boolean.class)
                .one();
    }

    /** From now on all that is unreferenced counts as having just become so. For a database that is not as old as it says. */
    public void startAnew() {
        scopes.useHandle(handle -> handle.execute("UPDATE unreferenced_content SET since = clock_timestamp()"));
    }

    /**
     * What rows refer to, by its SHA-256, each once.
     *
     * @param after the last of the part before; empty text for the first part
     */
    public List<Reference> references(String after, int most) {
        return scopes.withHandle(handle -> handle.createQuery("""
                        SELECT sha256, max(size_bytes) AS size_bytes, min(kind) AS kind
                        FROM (
                            SELECT sha256, size_bytes, 'model' AS kind FROM model WHERE sha256 > :after
                            UNION ALL SELECT sha256, size_bytes, 'dataset' FROM dataset WHERE sha256 > :after
                            UNION ALL SELECT sha256, size_bytes, 'variant' FROM variant WHERE sha256 > :after) AS referring
                        GROUP BY sha256
                        ORDER BY sha256
                        LIMIT :most
                        """)
                .bind("after", after)
                .bind("most", most)
                .map((row, _) ->
                        new Reference(row.getString("sha256"), row.getLong("size_bytes"), row.getString("kind")))
                .list());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
