package dev.narrowgauge.cli.service;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.CommandGroup;
import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.cli.output.TextTable;
import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.domain.error.ExitCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code narrowgauge history}. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Shows what a service measured over time, where it changed, and what may be compared with what.")
public final class HistoryCommand extends CommandGroup {
    private static final String[] SERIES = {
        "series", "family", "recipe", "class", "metric", "measurements", "last", "at", "standing"
    };
    private static final String[] POINTS = {"at", "value", "low", "high", "conditions", "node", "measurement"};
    private static final String[] CHANGES = {"change", "at", "before", "after", "state", "by"};
    private static final String[] MATRIX = {"family", "recipe", "class", "at", "standing", "values"};
    private static final String[] PARETO = {"recipe", "latency", "loss", "size", "state", "at"};
    private static final String[] NOISE = {"series", "family", "recipe", "class", "metric", "deviation", "visible"};
    private static final String[] VALUES = {"metric", "outcome", "first", "second", "sentence"};

    private static final String CSV = "As comma-separated values, for a spreadsheet.";

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists histories; one that was measured and has not changed is UNCHANGED.")
    int list(
            @Mixin ServiceOptions service,
            @Mixin SeriesOptions series,
            @Mixin ListLimit limit,
            @Option(names = "--changed", description = "Only those with a change that nobody has decided on.")
                    boolean changed,
            @Option(names = "--csv", description = CSV) boolean csv) {
        Map<String, List<String>> filters = series.filters();
        filters.put("changed", changed ? List.of("true") : List.of());
        if (csv) {
            return table(service, "/v1/series/csv", limit.items(), filters);
        }
        return page(service, "/v1/series", limit.items(), filters, SERIES, HistoryCommand::seriesCells);
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows a history: its newest values, its changes and what people say of them.")
    int show(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "SERIES", description = "Its id, as 'history list' lists it.") String series,
            @Mixin ListLimit limit,
            @Option(names = "--csv", description = CSV) boolean csv) {
        String path = "/v1/series/" + Ids.of("series", series);
        if (csv) {
            return table(service, path + "/csv", limit.items(), Map.of());
        }
        try (RemoteClient client = service.client()) {
            JsonNode history = Page.of(client, path, limit.items(), Map.of());
            if (service.json()) {
                return new Answer(spec(), service).document(history);
            }
            show(history);
            return ExitCode.OK.status();
        }
    }

    private void show(JsonNode history) {
        Screen screen = Screen.of(spec());
        JsonNode series = history.path("series");
        screen.whole(
                Answer.text(series, "metric"),
                "%s of %s on %s: %s"
                        .formatted(
                                Answer.text(series, "recipe"),
                                Answer.text(series, "family"),
                                Answer.text(series, "deviceClass"),
                                standing(series)));
        table(screen, POINTS, history.path("points"), HistoryCommand::pointCells);
        table(screen, CHANGES, history.path("changes"), HistoryCommand::changeCells);
        history.path("breaks")
                .valueStream()
                .forEach(gap -> screen.whole(
                        "break",
                        "%s, as these are others: %s"
                                .formatted(
                                        Answer.time(gap, "at"),
                                        String.join(" ", gap.path("differences").findValuesAsText("name")))));
        history.path("annotations")
                .valueStream()
                .forEach(note ->
                        screen.whole("note", "%s: %s".formatted(Answer.time(note, "at"), Answer.text(note, "text"))));
    }

    private static void table(Screen screen, String[] header, JsonNode items, Function<JsonNode, String[]> cells) {
        if (items.isEmpty()) {
            return;
        }
        TextTable table = new TextTable(header);
        items.valueStream().map(cells).forEach(table::add);
        screen.table(table);
    }

    @Command(
            name = "confirm",
            mixinStandardHelpOptions = true,
            description = "Says that a change is one: the history begins anew there.")
    int confirm(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "SERIES", description = "Id of the history.") String series,
            @Parameters(paramLabel = "CHANGE", description = "Id of the change, as 'history show' lists it.")
                    String change) {
        return decide(service, series, change, "confirm", null);
    }

    @Command(
            name = "dismiss",
            mixinStandardHelpOptions = true,
            description = "Says that a change is none: it never returns.")
    int dismiss(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "SERIES", description = "Id of the history.") String series,
            @Parameters(paramLabel = "CHANGE", description = "Id of the change, as 'history show' lists it.")
                    String change,
            @Option(
                            names = "--reason",
                            paramLabel = "TEXT",
                            required = true,
                            description = "Why it is none; the reason is stored.")
                    String reason) {
        return decide(service, series, change, "dismiss", Map.of("reason", reason));
    }

    private int decide(
            ServiceOptions service, String series, String change, String action, Map<String, Object> content) {
        String path =
                "/v1/series/%s/changes/%s/%s".formatted(Ids.of("series", series), Ids.of("change", change), action);
        try (RemoteClient client = service.client()) {
            JsonNode answer = client.post(path, content);
            return new Answer(spec(), service)
                    .line(answer, "change", Answer.text(answer, "state").toLowerCase(Locale.ROOT));
        }
    }

    @Command(
            name = "note",
            mixinStandardHelpOptions = true,
            description = "Writes something beside a history, or beside all of the project.")
    int note(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "TEXT", description = "What to write.") String text,
            @Option(names = "--series", paramLabel = "SERIES", description = "Id of the history; all unless given.")
                    String series,
            @Option(
                            names = "--at",
                            paramLabel = "TIME",
                            description = "What it speaks of, such as 2026-11-27T03:00:00Z; now unless given.")
                    String at) {
        Map<String, Object> content = new LinkedHashMap<>();
        if (series != null) {
            content.put("seriesId", Ids.of("series", series));
        }
        if (at != null) {
            content.put("at", at);
        }
        content.put("text", text);
        try (RemoteClient client = service.client()) {
            JsonNode answer = client.post("/v1/annotations", content);
            return new Answer(spec(), service).line(answer, "note", Answer.text(answer, "id"));
        }
    }

    @Command(name = "unnote", mixinStandardHelpOptions = true, description = "Takes back what was written.")
    int unnote(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "NOTE", description = "Its id, as 'history note' prints it.") String note) {
        try (RemoteClient client = service.client()) {
            JsonNode answer = client.post("/v1/annotations/%s/delete".formatted(Ids.of("note", note)), null);
            return new Answer(spec(), service).line(answer, "note", "taken back");
        }
    }

    @Command(
            name = "compare",
            mixinStandardHelpOptions = true,
            description = {
                "Holds two measurements against each other.",
                "Where they were taken under other conditions it says which, and nothing of a change."
            })
    int compare(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "FIRST", description = "Id of a measurement.") String first,
            @Parameters(paramLabel = "SECOND", description = "Id of the one that is held against it.") String second,
            @Option(names = "--csv", description = CSV) boolean csv) {
        String query = "?a=%s&b=%s".formatted(Ids.of("measurement", first), Ids.of("measurement", second));
        try (RemoteClient client = service.client()) {
            if (csv) {
                return printed(client.lines("/v1/compare/csv" + query));
            }
            JsonNode comparison = client.get("/v1/compare" + query);
            if (service.json()) {
                return new Answer(spec(), service).document(comparison);
            }
            Screen screen = Screen.of(spec());
            table(screen, VALUES, comparison.path("values"), HistoryCommand::valueCells);
            for (String side : List.of("first", "second")) {
                comparison
                        .path(side)
                        .path("reasons")
                        .valueStream()
                        .forEach(reason -> screen.line(side, reason.asText()));
            }
            return ExitCode.OK.status();
        }
    }

    @Command(
            name = "matrix",
            mixinStandardHelpOptions = true,
            description = "Shows the newest of each recipe for each model on each device class.")
    int matrix(
            @Mixin ServiceOptions service,
            @Mixin SeriesOptions series,
            @Mixin ListLimit limit,
            @Option(names = "--csv", description = CSV) boolean csv) {
        if (csv) {
            return table(service, "/v1/matrix/csv", limit.items(), series.filters());
        }
        return page(service, "/v1/matrix", limit.items(), series.filters(), MATRIX, HistoryCommand::matrixCells);
    }

    @Command(
            name = "pareto",
            mixinStandardHelpOptions = true,
            description = "Shows which recipes no other beats in time, accuracy and size.")
    int pareto(
            @Mixin ServiceOptions service,
            @Option(
                            names = "--family",
                            paramLabel = "NAME",
                            required = true,
                            description = "Name under which the model is uploaded.")
                    String family,
            @Option(
                            names = "--class",
                            paramLabel = "CLASS",
                            required = true,
                            description = "The device class, such as x86-vnni.")
                    String deviceClass,
            @Option(names = "--csv", description = CSV) boolean csv) {
        String query = "?family=%s&deviceClass=%s".formatted(encode(family, UTF_8), encode(deviceClass, UTF_8));
        try (RemoteClient client = service.client()) {
            return csv
                    ? printed(client.lines("/v1/pareto/csv" + query))
                    : new Answer(spec(), service)
                            .page(client.get("/v1/pareto" + query), PARETO, HistoryCommand::paretoCells);
        }
    }

    @Command(
            name = "noise",
            mixinStandardHelpOptions = true,
            description = "Lists the histories that differ most from measurement to measurement.")
    int noise(
            @Mixin ServiceOptions service,
            @Mixin SeriesOptions series,
            @Mixin ListLimit limit,
            @Option(names = "--csv", description = CSV) boolean csv) {
        if (csv) {
            return table(service, "/v1/noise/csv", limit.items(), series.filters());
        }
        return page(service, "/v1/noise", limit.items(), series.filters(), NOISE, HistoryCommand::noiseCells);
    }

    private int page(
            ServiceOptions service,
            String path,
            int limit,
            Map<String, List<String>> filters,
            String[] header,
            Function<JsonNode, String[]> cells) {
        try (RemoteClient client = service.client()) {
            return new Answer(spec(), service).page(Page.of(client, path, limit, filters), header, cells);
        }
    }

    private int table(ServiceOptions service, String path, int limit, Map<String, List<String>> filters) {
        try (RemoteClient client = service.client()) {
            return printed(client.lines(Page.query(path, limit, filters)));
        }
    }

    private int printed(String lines) {
        spec().commandLine().getOut().print(lines);
        spec().commandLine().getOut().flush();
        return ExitCode.OK.status();
    }

    private static String[] seriesCells(JsonNode item) {
        return new String[] {
            Answer.text(item, "id"),
            Answer.text(item, "family"),
            Answer.text(item, "recipe"),
            Answer.text(item, "deviceClass"),
            Answer.text(item, "metric"),
            Answer.text(item, "measurements"),
            number(item, "lastValue"),
            Answer.time(item, "lastAt"),
            standing(item)
        };
    }

    private static String standing(JsonNode item) {
        String standing = Answer.text(item, "standing");
        return item.hasNonNull("missedBy") ? standing + ", missing since " + Answer.time(item, "missedBy") : standing;
    }

    private static String[] pointCells(JsonNode item) {
        return new String[] {
            Answer.time(item, "at"),
            number(item, "value"),
            number(item, "low"),
            number(item, "high"),
            Answer.text(item, "conditions"),
            Answer.text(item, "node"),
            Answer.text(item, "measurementId")
        };
    }

    private static String[] changeCells(JsonNode item) {
        return new String[] {
            Answer.text(item, "id"),
            Answer.time(item, "at"),
            number(item, "before"),
            number(item, "after"),
            Answer.text(item, "state"),
            Answer.text(item, "decidedBy")
        };
    }

    private static String[] matrixCells(JsonNode item) {
        return new String[] {
            Answer.text(item, "family"),
            Answer.text(item, "recipe"),
            Answer.text(item, "deviceClass"),
            Answer.time(item, "at"),
            Answer.text(item, "standing"),
            item.path("values")
                    .valueStream()
                    .map(value -> Answer.text(value, "metric") + "=" + number(value, "value"))
                    .collect(Collectors.joining(" "))
        };
    }

    private static String[] paretoCells(JsonNode item) {
        return new String[] {
            Answer.text(item, "recipe"),
            number(item, "latency"),
            number(item, "loss"),
            number(item, "size"),
            Answer.text(item, "state"),
            Answer.time(item, "at")
        };
    }

    private static String[] noiseCells(JsonNode item) {
        return new String[] {
            Answer.text(item, "id"),
            Answer.text(item, "family"),
            Answer.text(item, "recipe"),
            Answer.text(item, "deviceClass"),
            Answer.text(item, "metric"),
            number(item, "deviation"),
            number(item, "smallestVisible")
        };
    }

    private static String[] valueCells(JsonNode item) {
        return new String[] {
            Answer.text(item, "metric"),
            Answer.text(item, "outcome"),
            number(item, "first"),
            number(item, "second"),
            Answer.text(item, "sentence")
        };
    }

    /** Four digits that count. */
    private static String number(JsonNode item, String member) {
        return item.hasNonNull(member)
                ? String.format(Locale.ROOT, "%.4g", item.path(member).asDouble())
                : "-";
    }
}
