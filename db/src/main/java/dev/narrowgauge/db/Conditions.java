package dev.narrowgauge.db;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.statement.SqlStatement;

/** What the rows of a list are to fulfil, each and all; the SQL of one that is not asked for is left out. */
final class Conditions {
    private final List<String> clauses = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();

    private Conditions() {}

    /** For rows of the transaction's project, of a table whose rows are those of projects. */
    static Conditions ofProject() {
        Conditions conditions = new Conditions();
        conditions.clauses.add("project_id = current_project()");
        return conditions;
    }

    /** For rows of whatever table, which row security holds to the project. */
    static Conditions of(String clause, String parameter, Object value) {
        return new Conditions().and(clause, parameter, value);
    }

    /** @param clause SQL that has the parameter of that name */
    Conditions and(String clause, String parameter, Object value) {
        clauses.add("(" + clause + ")");
        values.put(parameter, value);
        return this;
    }

    Conditions and(String clause, String parameter, Optional<?> value) {
        return value.map(present -> and(clause, parameter, present)).orElse(this);
    }

    /** Rows from then on. */
    Conditions createdAfter(Optional<Instant> time) {
        return and("created_at >= CAST(:createdAfter AS timestamptz)", "createdAfter", time);
    }

    /** Rows from before then. */
    Conditions createdBefore(Optional<Instant> time) {
        return and("created_at < CAST(:createdBefore AS timestamptz)", "createdBefore", time);
    }

    /**
     * Rows of the page after the cursor's.
     *
     * @param column that has the id of a row
     * @param id of the cursor as the column has it
     */
    <I> Conditions beyond(Optional<Cursor> cursor, String column, Function<Cursor, I> id) {
        cursor.ifPresent(after -> {
            and(
                    "(created_at, %s) < (CAST(:cursorTime AS timestamptz), :cursorId)".formatted(column),
                    "cursorId",
                    id.apply(after));
            values.put("cursorTime", after.createdAt());
        });
        return this;
    }

    /** A text as part of a pattern of {@code LIKE}, in which nothing of it stands for anything else. */
    static String containing(String text) {
        return '%' + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + '%';
    }

    String where() {
        return clauses.isEmpty() ? "" : " WHERE " + String.join(" AND ", clauses);
    }

    <S extends SqlStatement<S>> S bind(S statement) {
        return statement.bindMap(values);
    }
}
