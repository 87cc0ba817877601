package dev.narrowgauge.deploy;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What docs/configuration.md names, which a test of the programs holds against what they read.
 *
 * @param variables of the environment
 * @param variablesOfKeys the same made from the keys, of which a part may be chosen
 */
record ConfigurationDocument(Set<String> variables, List<Pattern> variablesOfKeys, List<Pattern> keys) {
    private static final Pattern VARIABLE = Pattern.compile("`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)");
    private static final Pattern KEY = Pattern.compile("`((?:narrowgauge|quarkus|kafka)\\.[\\w.-]+)`");

    /** Stands in the place of a name that somebody chooses. */
    private static final String CHOSEN = "NAME";

    static ConfigurationDocument read() throws IOException {
        String text = Files.readString(Chart.ROOT.resolve("docs/configuration.md"));
        Set<String> variables =
                VARIABLE.matcher(text).results().map(found -> found.group(1)).collect(toSet());
        List<String> keys =
                KEY.matcher(text).results().map(found -> found.group(1)).toList();
        return new ConfigurationDocument(
                variables,
                patterns(keys, ConfigurationDocument::variable, "[A-Z0-9_]+"),
                patterns(keys, UnaryOperator.identity(), ".+"));
    }

    private static String variable(String partOfAKey) {
        return partOfAKey.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static List<Pattern> patterns(List<String> keys, UnaryOperator<String> spelling, String chosen) {
        return keys.stream()
                .map(key -> Stream.of(key.split(CHOSEN, -1))
                        .map(part -> Pattern.quote(spelling.apply(part)))
                        .collect(joining(chosen)))
                .map(Pattern::compile)
                .toList();
    }

    boolean hasVariable(String name) {
        return variables.contains(name)
                || variablesOfKeys.stream()
                        .anyMatch(pattern -> pattern.matcher(name).matches());
    }

    boolean hasKey(String key) {
        return keys.stream().anyMatch(pattern -> pattern.matcher(key).matches());
    }
}
