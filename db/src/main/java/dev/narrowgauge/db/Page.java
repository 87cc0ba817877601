package dev.narrowgauge.db;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of a list, newest first.
 *
 * @param next where the next page starts; empty on the last one
 */
public record Page<T>(List<T> items, Optional<Cursor> next) {
    public Page {
        items = List.copyOf(items);
    }

    /** Cuts a page off rows that were read with a limit of {@code size + 1}. */
    static <T> Page<T> of(List<T> rows, int size, Function<T, Cursor> cursor) {
        if (rows.size() <= size) {
            return new Page<>(rows, Optional.empty());
        }
        List<T> items = rows.subList(0, size);
        return new Page<>(items, Optional.of(cursor.apply(items.getLast())));
    }
}
