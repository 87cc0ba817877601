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

/** What {@code docs/operations.md} tells an operator to type, in its blocks of shell commands. */
record OperationsDocument(Map<String, String> variables, List<String> commands) {
    private static final Pattern BLOCK = Pattern.compile("^```sh\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern VARIABLE = Pattern.compile("export ([A-Z_]+)=(\\S+)");
    private static final Pattern COMMAND = Pattern.compile("\\./narrowgauge (.+)");

    static OperationsDocument read() throws IOException {
        String document = Files.readString(Installation.ROOT.resolve("docs/operations.md"), UTF_8);
        List<String> lines = BLOCK.matcher(document)
                .results()
                .flatMap(block -> block.group(1).lines())
                .toList();
        Map<String, String> variables = new LinkedHashMap<>();
        matches(VARIABLE, lines).forEach(found -> variables.put(found.group(1), found.group(2)));
        List<String> commands =
                matches(COMMAND, lines).stream().map(found -> found.group(1)).toList();
        return new OperationsDocument(variables, commands);
    }

    private static List<MatchResult> matches(Pattern pattern, List<String> lines) {
        return lines.stream().map(pattern::matcher).flatMap(Matcher::results).toList();
    }
}
