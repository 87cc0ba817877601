package dev.narrowgauge.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.cli.output.TextTable;
import dev.narrowgauge.domain.error.ExitCode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/** What a service said, for a person or for a program. */
record Answer(CommandSpec command, boolean json) {
    /** Of what is not known, and of what there is none. */
    static final String UNKNOWN = "-";

    Answer(CommandSpec command, ServiceOptions options) {
        this(command, options.json());
    }

    /** A line for each item of a page, or the page as it came. */
    int page(JsonNode page, String[] header, Function<JsonNode, String[]> cells) {
        if (json) {
            return document(page);
        }
        TextTable table = new TextTable(header);
        page.path("items").valueStream().map(cells).forEach(table::add);
        Screen screen = Screen.of(command);
        screen.table(table);
        if (page.hasNonNull("nextCursor")) {
            screen.text("There are more; --limit shows more of them.");
        }
        return ExitCode.OK.status();
    }

    /** The same, by columns. */
    int page(JsonNode page, Columns columns) {
        return page(page, columns.header(), columns::cells);
    }

    /** The answer as it came, in lines that a person can read, too. */
    int document(JsonNode answer) {
        command.commandLine().getOut().println(answer.toPrettyString());
        return ExitCode.OK.status();
    }

    /** A label and what it says, never broken: identifiers are copied. */
    int line(JsonNode answer, String label, String text) {
        if (json) {
            return document(answer);
        }
        Screen.of(command).whole(label, text);
        return ExitCode.OK.status();
    }

    static String text(JsonNode item, String member) {
        JsonNode value = item.path(member);
        return value.isMissingNode() || value.isNull() || value.asText().isEmpty() ? UNKNOWN : value.asText();
    }

    /** To the second. */
    static String time(JsonNode item, String member) {
        return item.hasNonNull(member)
                ? Instant.parse(item.path(member).asText())
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString()
                : UNKNOWN;
    }
}
