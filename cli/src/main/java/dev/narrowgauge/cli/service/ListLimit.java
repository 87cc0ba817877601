package dev.narrowgauge.cli.service;

import picocli.CommandLine.Option;

/** How long a list may get. */
final class ListLimit {
    static final String DEFAULT = "20";

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = DEFAULT,
            description = "At most so many; " + DEFAULT + " by default.")
    private int items;

    int items() {
        return items;
    }
}
