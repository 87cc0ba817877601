package dev.narrowgauge.cli.service;

import static dev.narrowgauge.cli.service.Columns.Column.number;
import static dev.narrowgauge.cli.service.Columns.Column.text;
import static dev.narrowgauge.cli.service.Columns.Column.time;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.cli.service.Columns.Column;
import java.util.List;
import java.util.stream.Collectors;

/** Histories and comparisons as people read them. */
final class HistoryText {
    private static final Column FAMILY = text("family");
    private static final Column RECIPE = text("recipe");
    private static final Column CLASS = text("class", "deviceClass");
    private static final Column METRIC = text("metric");
    private static final Column AT = time("at", "at");

    static final Columns SERIES = Columns.of(
            text("series", "id"),
            FAMILY,
            RECIPE,
            CLASS,
            METRIC,
            text("measurements"),
            number("last", "lastValue"),
            time("at", "lastAt"),
            new Column("standing", HistoryText::standing));

    static final Columns MATRIX =
            Columns.of(FAMILY, RECIPE, CLASS, AT, text("standing"), new Column("values", HistoryText::values));

    static final Columns PARETO =
            Columns.of(RECIPE, number("latency"), number("loss"), number("size"), text("state"), AT);

    static final Columns NOISE = Columns.of(
            text("series", "id"),
            FAMILY,
            RECIPE,
            CLASS,
            METRIC,
            number("deviation"),
            number("visible", "smallestVisible"));

    private static final Columns POINTS = Columns.of(
            AT,
            number("value"),
            number("low"),
            number("high"),
            text("conditions"),
            text("node"),
            text("measurement", "measurementId"));

    private static final Columns CHANGES = Columns.of(
            text("change", "id"), AT, number("before"), number("after"), text("state"), text("by", "decidedBy"));

    private static final Columns COMPARED =
            Columns.of(METRIC, text("outcome"), number("first"), number("second"), text("sentence"));

    private HistoryText() {}

    /** @param history a series with its values, its changes and what people say of them */
    static void print(Screen screen, JsonNode history) {
        JsonNode series = history.path("series");
        screen.whole(
                Answer.text(series, "metric"),
                "%s of %s on %s: %s"
                        .formatted(
                                Answer.text(series, "recipe"),
                                Answer.text(series, "family"),
                                Answer.text(series, "deviceClass"),
                                standing(series)));
        print(screen, POINTS, history.path("points"));
        print(screen, CHANGES, history.path("changes"));
        history.path("breaks")
                .valueStream()
                .forEach(place -> screen.whole(
                        "break",
                        "%s, as these are others: %s"
                                .formatted(
                                        Answer.time(place, "at"),
                                        String.join(
                                                " ", place.path("differences").findValuesAsText("name")))));
        history.path("annotations")
                .valueStream()
                .forEach(note ->
                        screen.whole("note", "%s: %s".formatted(Answer.time(note, "at"), Answer.text(note, "text"))));
    }

    /** Two measurements against each other, and why each is as fast as it is. */
    static void printComparison(Screen screen, JsonNode comparison) {
        print(screen, COMPARED, comparison.path("values"));
        for (String side : List.of("first", "second")) {
            comparison.path(side).path("reasons").valueStream().forEach(reason -> screen.line(side, reason.asText()));
        }
    }

    private static void print(Screen screen, Columns columns, JsonNode items) {
        if (!items.isEmpty()) {
            screen.table(columns.table(items));
        }
    }

    private static String standing(JsonNode series) {
        String standing = Answer.text(series, "standing");
        return series.hasNonNull("missedBy")
                ? standing + ", missing since " + Answer.time(series, "missedBy")
                : standing;
    }

    private static String values(JsonNode row) {
        return row.path("values")
                .valueStream()
                .map(value -> Answer.text(value, "metric") + "=" + Columns.number(value, "value"))
                .collect(Collectors.joining(" "));
    }
}
