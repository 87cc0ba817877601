package dev.narrowgauge.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.output.TextTable;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The columns of a table with a line for each item that a service gave. */
record Columns(List<Column> columns) {
    /**
     * One of them.
     *
     * @param name that stands above it
     * @param cell of an item
     */
    record Column(String name, Function<JsonNode, String> cell) {
        /** Of a member of that name. */
        static Column text(String name) {
            return text(name, name);
        }

        static Column text(String name, String member) {
            return new Column(name, item -> Answer.text(item, member));
        }

        static Column time(String name, String member) {
            return new Column(name, item -> Answer.time(item, member));
        }

        /** Of a member of that name. */
        static Column number(String name) {
            return number(name, name);
        }

        static Column number(String name, String member) {
            return new Column(name, item -> Columns.number(item, member));
        }
    }

    static Columns of(Column... columns) {
        return new Columns(List.of(columns));
    }

    String[] header() {
        return columns.stream().map(Column::name).toArray(String[]::new);
    }

    String[] cells(JsonNode item) {
        return columns.stream().map(column -> column.cell().apply(item)).toArray(String[]::new);
    }

    TextTable table(JsonNode items) {
        TextTable table = new TextTable(header());
        items.valueStream().map(this::cells).forEach(table::add);
        return table;
    }

    /** Four digits that count. */
    static String number(JsonNode item, String member) {
        return item.hasNonNull(member)
                ? String.format(Locale.ROOT, "%.4g", item.path(member).asDouble())
                : Answer.UNKNOWN;
    }
}
