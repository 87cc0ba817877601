package dev.narrowgauge.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.narrowgauge.cli.remote.Json;
import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.domain.gate.Effect;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.latency.Speed;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What of a run is INVALID, and why.
 *
 * @param verdict its document; without members where the run has none yet
 */
record InvalidRows(JsonNode verdict) {
    static InvalidRows of(RemoteClient client, String run) {
        return new InvalidRows(
                client.run(run).hasNonNull("verdict") ? Json.read(client.verdict(run)) : MissingNode.getInstance());
    }

    /** Why the whole run is, a sentence each; empty where it is not. */
    List<String> ofRun() {
        if (!isInvalid(verdict)) {
            return List.of();
        }
        List<String> reasons = verdict.path("variants")
                .valueStream()
                .filter(row -> row.path("gating").asBoolean() && isInvalid(row))
                .flatMap(row -> reasons(row).map(reason -> subject(row) + reason))
                .distinct()
                .toList();
        return reasons.isEmpty() ? List.of("No variant has a precision of the policy's 'gate'.") : reasons;
    }

    /** Why a measurement is, a sentence each; empty where it is not. */
    List<String> of(JsonNode measurement) {
        return verdict.path("variants")
                .valueStream()
                .filter(row -> row.path("variantId").equals(measurement.path("variantId"))
                        && row.at("/device/node").equals(measurement.at("/device/node"))
                        && row.at("/device/deviceClass").equals(measurement.at("/device/deviceClass")))
                .filter(row -> isInvalid(row) || isTimedInVain(row))
                .flatMap(InvalidRows::reasons)
                .distinct()
                .toList();
    }

    private static Stream<String> reasons(JsonNode row) {
        Stream<String> times =
                isTimedInVain(row) ? Stream.of(row.at("/latency/reason").asText()) : Stream.empty();
        Stream<String> failure = row.hasNonNull("failure")
                ? Stream.of(row.at("/failure/code").asText() + ": "
                        + row.at("/failure/message").asText())
                : Stream.empty();
        Stream<String> rules = row.path("rules")
                .valueStream()
                .filter(rule -> isInvalid(rule)
                        && rule.path("effect").asText(Effect.DECIDES.name()).equals(Effect.DECIDES.name()))
                .map(rule -> rule.path("sentence").asText());
        return Stream.of(times, failure, rules).flatMap(all -> all);
    }

    private static boolean isInvalid(JsonNode judged) {
        return judged.path("verdict").asText().equals(Verdict.INVALID.name());
    }

    private static boolean isTimedInVain(JsonNode row) {
        return row.at("/latency/speed").asText().equals(Speed.INVALID.name());
    }

    private static String subject(JsonNode row) {
        String place = row.at("/device/deviceClass").isTextual()
                ? " on " + row.at("/device/deviceClass").asText()
                : "";
        return row.path("precision").asText().toUpperCase(Locale.ROOT) + place + ": ";
    }
}
