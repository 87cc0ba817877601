package dev.narrowgauge.api.page;

import dev.narrowgauge.db.Cursor;
import dev.narrowgauge.db.Page;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One page of a list as clients see it, newest first.
 *
 * @param nextCursor for the {@code cursor} parameter of the next call; null on the last page
 */
public record PageView<T>(
        List<T> items, @Schema(nullable = true) String nextCursor) {
    public PageView {
        items = List.copyOf(items);
    }

    public static <R, T> PageView<T> of(Page<R> page, Function<? super R, ? extends T> view) {
        return new PageView<>(
                page.items().stream().<T>map(view).toList(),
                page.next().map(Cursor::encode).orElse(null));
    }

    /** A list that is short by nature and has one page only. */
    public static <T> PageView<T> whole(List<T> items) {
        return new PageView<>(items, null);
    }
}
