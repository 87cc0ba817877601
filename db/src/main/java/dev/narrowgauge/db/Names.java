package dev.narrowgauge.db;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * The further names of uploaded content. The first stands in its row.
 *
 * @param table whose rows have the names, {@code model} or {@code dataset}
 */
record Names(String table) {
    private static final int MOST = 100;

    /** A column for {@link #of}, in a query of the table. */
    String column() {
        return """
                ARRAY(
                    SELECT name FROM %1$s_name AS further
                    WHERE (further.project_id, further.%1$s_id) = (%1$s.project_id, %1$s.sha256)
                    ORDER BY added_at, name
                    LIMIT %2$d) AS names
                """.formatted(table, MOST - 1);
    }

    /** A condition on rows of the table, with a condition on a name. */
    String having(String condition) {
        return """
                name %2$s OR sha256 IN (
                    SELECT %1$s_id FROM %1$s_name WHERE project_id = current_project() AND name %2$s)
                """.formatted(table, condition);
    }

    /** Gives the content the name as well, where there is such content. */
    void add(Handle handle, String id, String name) {
        handle.createUpdate("""
                        INSERT INTO %1$s_name (project_id, %1$s_id, name)
                        SELECT project_id, sha256, :name FROM %1$s
                        WHERE project_id = current_project() AND sha256 = :id AND name IS DISTINCT FROM :name
                        ON CONFLICT DO NOTHING
                        """.formatted(table))
                .bind("id", id)
                .bind("name", name)
                .execute();
    }

    Conditions conditions(UploadFilter filter) {
        return Conditions.ofProject()
                .and(having("= :name"), "name", filter.name())
                .and(having("ILIKE :text"), "text", filter.text().map(Conditions::containing))
                .createdAfter(filter.createdAfter())
                .createdBefore(filter.createdBefore());
    }

    /** The first, then the others in the order in which they came. */
    static List<String> of(ResultSet row) throws SQLException {
        return Stream.concat(Stream.of(row.getString("name")), Columns.texts(row, "names").stream())
                .toList();
    }
}
