package dev.narrowgauge.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.remote.Json;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A verdict, and the words for it.
 *
 * @param document as the service gave it
 */
record Outcome(byte[] document) {
    String verdict() {
        return tree().path("verdict").asText();
    }

    void print(PrintWriter out) {
        JsonNode tree = tree();
        out.println();
        tree.path("decisions").valueStream().flatMap(Outcome::decision).forEach(out::println);
        devices(tree).forEach(out::println);
        VerdictTable.of(tree.path("variants")).print(out);
        if (rows(tree).anyMatch(Outcome::isReportedOnly)) {
            out.println("A verdict in brackets is reported and does not decide.");
        }
        out.println();
        rows(tree).flatMap(Outcome::remarks).distinct().forEach(out::println);
        out.println("Verdict: " + verdict());
        out.flush();
    }

    private JsonNode tree() {
        return Json.read(document);
    }

    private static Stream<JsonNode> rows(JsonNode tree) {
        return tree.path("variants").valueStream();
    }

    private static boolean isReportedOnly(JsonNode row) {
        return !row.path("gating").asBoolean() && !row.path("baseline").asBoolean();
    }

    private static Stream<String> devices(JsonNode tree) {
        return rows(tree)
                .map(row -> row.path("device"))
                .filter(device -> device.hasNonNull("description"))
                .map(device -> "Measured on %s: %s"
                        .formatted(
                                device.path("deviceClass").asText(),
                                device.path("description").asText()))
                .distinct();
    }

    /** What to ship on a device, and why or what is missing. */
    private static Stream<String> decision(JsonNode made) {
        JsonNode decision = made.path("decision");
        String outcome = decision.path("outcome").asText().replace('_', ' ');
        String headline =
                outcome.equals("SHIP") ? "SHIP " + decision.path("subject").asText() : outcome;
        String place = made.hasNonNull("deviceClass")
                ? " on " + made.path("deviceClass").asText()
                : "";
        return Stream.concat(
                Stream.of("%s%s: %s"
                        .formatted(headline, place, decision.path("reason").asText())),
                decision.path("missing").valueStream().map(JsonNode::asText));
    }

    private static Stream<String> remarks(JsonNode row) {
        String precision = row.path("precision").asText().toUpperCase(Locale.ROOT);
        Stream<String> failure = row.hasNonNull("failure")
                ? Stream.of("%s: %s: %s"
                        .formatted(
                                precision,
                                row.path("failure").path("code").asText(),
                                row.path("failure").path("message").asText()))
                : Stream.empty();
        Stream<String> rules = row.path("gating").asBoolean()
                ? row.path("rules")
                        .valueStream()
                        .map(rule -> "%s %s %s: %s"
                                .formatted(
                                        precision,
                                        rule.path("rule").asText(),
                                        rule.path("verdict").asText(),
                                        rule.path("sentence").asText()))
                : Stream.empty();
        Stream<String> notes = row.path("notes").valueStream().map(JsonNode::asText);
        return Stream.of(failure, rules, notes).flatMap(lines -> lines);
    }
}
