package dev.narrowgauge.db;

import static java.util.Objects.requireNonNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The audit log. Entries wait until they are chained, so that who writes one waits for nobody; neither is changed or removed
 * afterwards. Lines say all that is known of them, so that nothing else is needed to recompute the chain.
 */
public final class AuditStore {
    /** At once: so long others wait who chain. */
    private static final int MOST = 1000;

    private final Scopes scopes;

    public AuditStore(Jdbi jdbi) {
        this.scopes = Scopes.ofServices(requireNonNull(jdbi, "jdbi is null"));
    }

    /** @param text one line of JSON, whose last member is the SHA-256 of what stands before that */
    public record Line(long sequence, Instant at, String text) {}

    /** Writes the entries by one statement. */
    public void add(List<AuditEntry> entries) {
        scopes.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO audit_pending (entry)
                        SELECT CAST(entry AS json)
                        FROM unnest(CAST(:entries AS text[])) WITH ORDINALITY AS given (entry, nth)
                        ORDER BY nth
                        """)
                .bind("entries", Columns.texts(entries, AuditEntry::json))
                .execute());
    }

    /** Chains all that waits. Any number of processes may do that. */
    public void chain() {
        int chained;
        do {
            chained = scopes.withHandle(handle -> handle.createQuery("SELECT chain_audit(:most)")
                    .bind("most", MOST)
                    .mapTo(Integer.class)
                    .one());
        } while (chained == MOST);
    }

    /** The newest first. */
    public Page<Line> list(Optional<Cursor> after, int size) {
        long before = after.map(AuditStore::sequence).orElse(Long.MAX_VALUE);
        List<Line> lines = scopes.withHandle(handle -> handle.createQuery("""
                        SELECT sequence, at, line FROM audit_entry
                        WHERE sequence < :before
                        ORDER BY sequence DESC
                        LIMIT :limit
                        """)
                .bind("before", before)
                .bind("limit", size + 1)
                .map(AuditStore::map)
                .list());
        return Page.of(lines, size, line -> new Cursor(line.at(), String.valueOf(line.sequence())));
    }

    /** Those that follow the line of that sequence number, in their order; 0 for the first. */
    public List<Line> after(long sequence, int most) {
        return scopes.withHandle(handle -> handle.createQuery("""
                        SELECT sequence, at, line FROM audit_entry
                        WHERE sequence > :sequence
                        ORDER BY sequence
                        LIMIT :limit
                        """)
                .bind("sequence", sequence)
                .bind("limit", most)
                .map(AuditStore::map)
                .list());
    }

    private static long sequence(Cursor cursor) {
        try {
            return Long.parseLong(cursor.id());
        } catch (NumberFormatException e) {
            throw Cursor.invalid(cursor.encode());
        }
    }

    private static Line map(ResultSet row, StatementContext context) throws SQLException {
        return new Line(row.getLong("sequence"), Columns.instant(row, "at"), row.getString("line"));
    }
}
