package dev.narrowgauge.cli.service;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.CommandGroup;
import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.domain.error.ExitCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists histories; one that was measured and has not changed is UNCHANGED.")
    int list(
            @Mixin ServiceOptions service,
            @Mixin SeriesOptions series,
            @Mixin TableOptions table,
            @Option(names = "--changed", description = "Only those with a change that nobody has decided on.")
                    boolean changed) {
        Map<String, List<String>> filters = series.filters();
        filters.put("changed", changed ? List.of("true") : List.of());
        if (table.csv()) {
            return csv(service, "/v1/series/csv", table.lines(filters));
        }
        return page(service, "/v1/series", table.items(), filters, HistoryText.SERIES);
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows a history: its newest values, its changes and what people say of them.")
    int show(
            @Mixin ServiceOptions service,
            @Parameters(paramLabel = "SERIES", description = "Its id, as 'history list' lists it.") String series,
            @Mixin TableOptions table) {
        String path = "/v1/series/" + Ids.of("series", series);
        if (table.csv()) {
            return csv(service, path + "/csv", table.lines(Map.of()));
        }
        try (RemoteClient client = service.client()) {
            JsonNode history = Page.of(client, path, table.items(), Map.of());
            if (service.json()) {
                return new Answer(spec(), service).document(history);
            }
            HistoryText.print(Screen.of(spec()), history);
            return ExitCode.OK.status();
        }
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
            @Option(names = "--csv", description = TableOptions.CSV) boolean csv) {
        String query = "?a=%s&b=%s".formatted(Ids.of("measurement", first), Ids.of("measurement", second));
        try (RemoteClient client = service.client()) {
            if (csv) {
                return printed(client.lines("/v1/compare/csv" + query));
            }
            JsonNode comparison = client.get("/v1/compare" + query);
            if (service.json()) {
                return new Answer(spec(), service).document(comparison);
            }
            HistoryText.printComparison(Screen.of(spec()), comparison);
            return ExitCode.OK.status();
        }
    }

    @Command(
            name = "matrix",
            mixinStandardHelpOptions = true,
            description = "Shows the newest of each recipe for each model on each device class.")
    int matrix(@Mixin ServiceOptions service, @Mixin SeriesOptions series, @Mixin TableOptions table) {
        if (table.csv()) {
            return csv(service, "/v1/matrix/csv", table.lines(series.filters()));
        }
        return page(service, "/v1/matrix", table.items(), series.filters(), HistoryText.MATRIX);
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
            @Option(names = "--csv", description = TableOptions.CSV) boolean csv) {
        String query = "?family=%s&deviceClass=%s".formatted(encode(family, UTF_8), encode(deviceClass, UTF_8));
        try (RemoteClient client = service.client()) {
            return csv
                    ? printed(client.lines("/v1/pareto/csv" + query))
                    : new Answer(spec(), service).page(client.get("/v1/pareto" + query), HistoryText.PARETO);
        }
    }

    @Command(
            name = "noise",
            mixinStandardHelpOptions = true,
            description = "Lists the histories that differ most from measurement to measurement.")
    int noise(@Mixin ServiceOptions service, @Mixin SeriesOptions series, @Mixin TableOptions table) {
        if (table.csv()) {
            return csv(service, "/v1/noise/csv", table.lines(series.filters()));
        }
        return page(service, "/v1/noise", table.items(), series.filters(), HistoryText.NOISE);
    }

    private int page(
            ServiceOptions service, String path, int limit, Map<String, List<String>> filters, Columns columns) {
        try (RemoteClient client = service.client()) {
            return new Answer(spec(), service).page(Page.of(client, path, limit, filters), columns);
        }
    }

    private int csv(ServiceOptions service, String path, Map<String, List<String>> parameters) {
        try (RemoteClient client = service.client()) {
            return printed(client.lines(Page.query(path, parameters)));
        }
    }

    private int printed(String lines) {
        spec().commandLine().getOut().print(lines);
        spec().commandLine().getOut().flush();
        return ExitCode.OK.status();
    }
}
