package dev.narrowgauge.cli.service;

import com.fasterxml.jackson.databind.JsonNode;

/** What a project has, of what it may have. */
final class ProjectRow {
    static final String[] HEADER = {"project", "weight", "runs waiting", "runs open", "bytes stored", "minutes today"};

    private ProjectRow() {}

    static String[] cells(JsonNode item) {
        return new String[] {
            Answer.text(item, "project"),
            Answer.text(item, "weight"),
            amount(item.path("queuedRuns")),
            amount(item.path("openRuns")),
            amount(item.path("storedBytes")),
            amount(item.path("deviceMinutes"))
        };
    }

    private static String amount(JsonNode amount) {
        String used = Answer.text(amount, "used");
        return amount.hasNonNull("limit")
                ? "%s of %s".formatted(used, amount.path("limit").asText())
                : used;
    }
}
