package dev.narrowgauge.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@code docs/operations.md} tells an operator to type, in its blocks of shell commands and of SQL.
 *
 * @param variables that are exported
 * @param commands of the launcher, without its name
 * @param statements of SQL
 * @param others lines of the shell that are neither
 */
record OperationsDocument(
        Map<String, String> variables, List<String> commands, List<String> statements, List<String> others) {
    private static final Pattern VARIABLE = Pattern.compile("export ([A-Z0-9_]+)=(\\S+)");
    private static final Pattern COMMAND = Pattern.compile("\\./narrowgauge (.+)");
    private static final Pattern PASSWORD = Pattern.compile("PASSWORD '([^']+)'");

    static OperationsDocument read() throws IOException {
        String document = Files.readString(Installation.ROOT.resolve("docs/operations.md"), UTF_8);
        List<String> lines = blocks(document, "sh").flatMap(String::lines).toList();
        Map<String, String> variables = new LinkedHashMap<>();
        matches(VARIABLE, lines).forEach(found -> variables.put(found.group(1), found.group(2)));
        return new OperationsDocument(
                variables,
                matches(COMMAND, lines).stream().map(found -> found.group(1)).toList(),
                blocks(document, "sql")
                        .flatMap(block -> Stream.of(block.split(";\\s*")))
                        .toList(),
                lines.stream()
                        .filter(line -> !VARIABLE.matcher(line).matches()
                                && !COMMAND.matcher(line).matches())
                        .toList());
    }

    /** Which the SQL gives to the owner of the tables. */
    String password() {
        return statements.stream()
                .map(PASSWORD::matcher)
                .flatMap(Matcher::results)
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<String> blocks(String document, String language) {
        return Pattern.compile("^```" + language + "\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(document)
                .results()
                .map(block -> block.group(1));
    }

    private static List<MatchResult> matches(Pattern pattern, List<String> lines) {
        return lines.stream().map(pattern::matcher).flatMap(Matcher::results).toList();
    }
}
