package dev.narrowgauge.db;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Columns of a result as the types that our records have, and of what is written as those that the database takes. */
final class Columns {
    private Columns() {}

    static UUID uuid(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static Optional<Instant> optionalInstant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    /** One text of each. */
    static <T> String[] texts(List<T> items, Function<? super T, String> text) {
        return items.stream().map(text).toArray(String[]::new);
    }

    static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of(array(row, column, String[].class));
    }

    static <T> T[] array(ResultSet row, String column, Class<T[]> type) throws SQLException {
        Array array = row.getArray(column);
        return type.cast(array.getArray());
    }
}
