package dev.narrowgauge.cli.service;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of a list of models or datasets. */
final class ContentFilter {
    @Option(names = "--name", paramLabel = "NAME", description = "Only those with this name.")
    private String name;

    @Option(names = "--text", paramLabel = "TEXT", description = "Only those with this text in a name.")
    private String text;

    @Mixin
    private ListLimit limit;

    int limit() {
        return limit.items();
    }

    Map<String, List<String>> filters() {
        return Map.of("name", Page.optional(name), "text", Page.optional(text));
    }
}
