package dev.narrowgauge.api.page;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A table as comma-separated values (RFC 4180), the first line with the names of the columns. A text that a spreadsheet
 * would take for a formula begins with an apostrophe.
 */
public final class Csv {
    public static final String TYPE = "text/csv";

    private static final Pattern SPECIAL = Pattern.compile("[\",\r\n]");
    private static final Pattern FORMULA = Pattern.compile("^[=+\\-@\t\r]");

    private Csv() {}

    /** @param rows each with a cell for each column that is not null; one that is empty is left blank */
    public static String of(List<String> header, List<List<Object>> rows) {
        return Stream.concat(Stream.of(List.<Object>copyOf(header)), rows.stream())
                .map(row -> row.stream().map(Csv::cell).collect(joining(",", "", "\r\n")))
                .collect(joining());
    }

    private static String cell(Object value) {
        return switch (value) {
            case Optional<?> optional -> optional.map(Csv::cell).orElse("");
            case Number number -> number.toString();
            default -> quoted(value.toString());
        };
    }

    private static String quoted(String text) {
        String harmless = FORMULA.matcher(text).find() ? "'" + text : text;
        return SPECIAL.matcher(harmless).find() ? '"' + harmless.replace("\"", "\"\"") + '"' : harmless;
    }
}
