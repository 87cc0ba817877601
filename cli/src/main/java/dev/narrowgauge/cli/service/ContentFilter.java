package dev.narrowgauge.cli.service;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options of a list of models or datasets. */
final class ContentFilter {
    @Option(names = "--name", paramLabel = "NAME", description = "Only those with this name.")
    private String name;

    @Option(names = "--text", paramLabel = "TEXT", description = "Only those with this text in a name or the id.")
    private String text;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = Page.DEFAULT_LIMIT,
            description = "At most so many; " + Page.DEFAULT_LIMIT + " by default.")
    private int limit;

    int limit() {
        return limit;
    }

    Map<String, List<String>> filters() {
        return Map.of("name", Page.optional(name), "text", Page.optional(text));
    }
}
