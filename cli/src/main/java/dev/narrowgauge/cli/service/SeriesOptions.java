package dev.narrowgauge.cli.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which histories a command is about. */
final class SeriesOptions {
    @Option(names = "--family", paramLabel = "NAME", description = "Only of models that are uploaded under this name.")
    private String family;

    @Option(names = "--recipe", paramLabel = "NAME", description = "Only of the recipe with this name.")
    private String recipe;

    @Option(names = "--class", paramLabel = "CLASS", description = "Only of this device class, such as x86-vnni.")
    private String deviceClass;

    @Option(
            names = "--metric",
            paramLabel = "METRIC",
            split = ",",
            description = "Only of this metric, such as LATENCY_RATIO; several with commas.")
    private List<String> metrics = List.of();

    /** By name of the parameter. */
    Map<String, List<String>> filters() {
        Map<String, List<String>> filters = new LinkedHashMap<>();
        filters.put("family", Page.optional(family));
        filters.put("recipe", Page.optional(recipe));
        filters.put("deviceClass", Page.optional(deviceClass));
        filters.put("metric", metrics);
        return filters;
    }
}
