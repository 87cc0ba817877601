package dev.narrowgauge.cli.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.cli.output.Screen.Tone;
import dev.narrowgauge.cli.output.TextTable;
import dev.narrowgauge.cli.remote.Json;
import dev.narrowgauge.domain.decision.Decision;
import dev.narrowgauge.domain.gate.Effect;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.gate.render.Since;
import dev.narrowgauge.domain.latency.NoiseFloor;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A verdict, and the words for it.
 *
 * @param document as the service gave it
 */
public record Outcome(byte[] document) {
    public String verdict() {
        return tree().path("verdict").asText();
    }

    /** What was decided and why, then the figures. */
    public void print(Screen screen) {
        JsonNode tree = tree();
        screen.blank();
        tree.path("decisions").valueStream().forEach(made -> decision(screen, made));
        screen.headline(Tone.of(Verdict.valueOf(verdict())), "Verdict: " + verdict(), "");
        rows(tree).flatMap(Outcome::remarks).distinct().forEach(screen::text);
        screen.blank();
        devices(tree).forEach(screen::text);
        noiseFloors(tree).forEach(screen::text);
        screen.table(VerdictTable.of(tree.path("variants")));
        screen.text(
                "Each ratio compares a variant with runs of FP32 that took turns with its own; the row of FP32 shows those of the first variant.");
        if (rows(tree).anyMatch(Outcome::isReportedOnly)) {
            screen.text("A verdict in brackets is reported and does not decide.");
        }
        OfferedRecipe.of(tree).forEach(offered -> offered(screen, offered));
        previous(tree).ifPresent(since -> print(screen, since));
        screen.flush();
    }

    private static void offered(Screen screen, OfferedRecipe offered) {
        screen.blank();
        screen.text("To try instead of %s. %s".formatted(offered.variant(), offered.expected()));
        screen.asItStands(offered.yaml());
    }

    private static void print(Screen screen, Since since) {
        screen.blank();
        screen.text(since.sentence());
        TextTable table = new TextTable(Since.HEADINGS.toArray(String[]::new));
        since.changedRows().forEach(row -> table.add(row.toArray(String[]::new)));
        if (!since.changedRows().isEmpty()) {
            screen.table(table);
        }
    }

    private static Optional<Since> previous(JsonNode tree) {
        try {
            return PreviousOfDocument.read(tree);
        } catch (JsonProcessingException failure) {
            throw new UncheckedIOException("the service gives a verdict that cannot be read", failure);
        }
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

    /** What a difference between two latencies is to be held against. */
    private static Stream<String> noiseFloors(JsonNode tree) {
        return rows(tree)
                .filter(row -> row.at("/latency/noiseFloor").isObject())
                .map(row -> "Smallest difference that node %s can see: %s."
                        .formatted(
                                row.at("/device/node").asText(),
                                noiseFloor(row.at("/latency/noiseFloor")).text()))
                .distinct();
    }

    private static NoiseFloor noiseFloor(JsonNode floor) {
        JsonNode difference = floor.path("smallestDifference");
        return new NoiseFloor(
                floor.path("controls").asInt(),
                floor.path("needed").asInt(),
                difference.isNumber() ? difference.asDouble() : null);
    }

    /** What to ship on a device, and why or what is missing. */
    private static void decision(Screen screen, JsonNode made) {
        JsonNode decision = made.path("decision");
        String outcome = decision.path("outcome").asText();
        String place = made.hasNonNull("deviceClass")
                ? " on " + made.path("deviceClass").asText()
                : "";
        String head =
                outcome.equals("SHIP") ? "SHIP " + decision.path("subject").asText() : outcome.replace('_', ' ');
        screen.headline(
                Tone.of(Decision.Outcome.valueOf(outcome)),
                head + place,
                decision.path("reason").asText());
        decision.path("missing").valueStream().map(JsonNode::asText).forEach(screen::text);
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
                                        verdict(rule),
                                        Stream.of(rule.path("sentence"), rule.path("cause"), rule.path("waiver"))
                                                .filter(JsonNode::isTextual)
                                                .map(JsonNode::asText)
                                                .collect(Collectors.joining(" "))))
                : Stream.empty();
        Stream<String> notes = row.path("notes").valueStream().map(JsonNode::asText);
        return Stream.of(failure, rules, notes).flatMap(lines -> lines);
    }

    /** In brackets where it does not decide; an older document says of none. */
    private static String verdict(JsonNode rule) {
        String verdict = rule.path("verdict").asText();
        String effect = rule.path("effect").asText(Effect.DECIDES.name());
        return effect.equals(Effect.DECIDES.name())
                ? verdict
                : "(%s, %s)".formatted(verdict, effect.toLowerCase(Locale.ROOT));
    }
}
