package dev.narrowgauge.cli.gate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.gate.Effect;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.gate.render.Check;
import dev.narrowgauge.domain.stats.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The rules that one variant was held against on one node, or why it was held against none. */
record ChecksOfRow(JsonNode row) {
    static Stream<Check> of(JsonNode row) {
        return row.path("baseline").asBoolean() ? Stream.empty() : new ChecksOfRow(row).checks();
    }

    private Stream<Check> checks() {
        JsonNode failure = row.path("failure");
        if (failure.isObject()) {
            return Stream.of(check(
                    Check.MEASURED,
                    failure,
                    Verdict.valueOf(row.path("verdict").asText()),
                    "%s: %s"
                            .formatted(
                                    failure.path("code").asText(),
                                    failure.path("message").asText())));
        }
        return row.path("rules")
                .valueStream()
                .map(rule -> check(
                        rule.path("rule").asText(),
                        rule,
                        Verdict.valueOf(rule.path("verdict").asText()),
                        "%s %s"
                                .formatted(text(rule, "sentence"), text(rule, "cause"))
                                .strip()));
    }

    private Check check(String name, JsonNode rule, Verdict verdict, String sentence) {
        return new Check(
                name,
                text(rule, "metric"),
                row.path("recipe").asText(),
                text(row.path("device"), "deviceClass"),
                text(row.path("device"), "node"),
                text(rule, "slice"),
                interval(rule.path("observed")),
                rule.path("max").isNumber() ? rule.path("max").asDouble() : null,
                verdict,
                effect(rule),
                sentence,
                missing(rule.path("missing")),
                text(rule, "waiver"));
    }

    /** Documents that are older than effects have none; what only a newer program knows does not decide by itself. */
    private Effect effect(JsonNode rule) {
        if (!row.path("gating").asBoolean()) {
            return Effect.OBSERVED;
        }
        return rule.hasNonNull("effect")
                ? Stream.of(Effect.values())
                        .filter(effect ->
                                effect.name().equals(rule.path("effect").asText()))
                        .findFirst()
                        .orElse(Effect.OBSERVED)
                : Effect.DECIDES;
    }

    static Interval interval(JsonNode interval) {
        return interval.path("estimate").isNumber()
                ? new Interval(
                        interval.path("estimate").asDouble(),
                        interval.path("low").asDouble(),
                        interval.path("high").asDouble(),
                        interval.path("confidence").asDouble())
                : null;
    }

    private static String missing(JsonNode missing) {
        List<String> parts = new ArrayList<>();
        if (missing.path("samples").isNumber()) {
            parts.add(Numbers.counted(missing.path("samples").asLong(), "sample"));
        }
        if (missing.path("forks").isNumber()) {
            parts.add(Numbers.counted(missing.path("forks").asLong(), "fork"));
        }
        return parts.isEmpty() ? "" : "%s more would decide it.".formatted(String.join(" and ", parts));
    }

    private static String text(JsonNode object, String key) {
        return object.path(key).asText("");
    }
}
