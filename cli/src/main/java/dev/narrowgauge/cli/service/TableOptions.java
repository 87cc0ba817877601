package dev.narrowgauge.cli.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Whether a list is for a person or for a spreadsheet, and how long it may get. */
final class TableOptions {
    static final String CSV = "As comma-separated values, for a spreadsheet.";

    @Option(
            names = "--limit",
            paramLabel = "N",
            description =
                    "At most so many; " + ListLimit.DEFAULT + " by default, and with --csv the default of the service.")
    private Integer limit;

    @Option(names = "--csv", description = CSV)
    private boolean csv;

    boolean csv() {
        return csv;
    }

    /** For a person. */
    int items() {
        return limit == null ? Integer.parseInt(ListLimit.DEFAULT) : limit;
    }

    /** What a service is asked for a spreadsheet: who saves a table does not see that its end is missing. */
    Map<String, List<String>> lines(Map<String, List<String>> filters) {
        Map<String, List<String>> all = new LinkedHashMap<>(filters);
        all.put("limit", limit == null ? List.of() : List.of(limit.toString()));
        return all;
    }
}
