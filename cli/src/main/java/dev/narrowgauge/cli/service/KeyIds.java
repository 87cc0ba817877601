package dev.narrowgauge.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** The API keys that a command names, by their ids or by names, which people know better and which need not be unique. */
final class KeyIds {
    private KeyIds() {}

    /**
     * @param given an id, or the name of one key that is good
     * @throws NarrowgaugeException NOT_FOUND, or REQUEST_INVALID where several have that name
     */
    static String of(RemoteClient client, String given) {
        if (isId(given)) {
            return given;
        }
        List<JsonNode> named = client.get("/v1/keys")
                .path("items")
                .valueStream()
                .filter(key -> key.path("name").asText().equals(given) && isGood(key))
                .toList();
        return switch (named.size()) {
            case 0 ->
                throw new NarrowgaugeException(
                        ErrorCode.NOT_FOUND,
                        "There is no key '%s' that is good, by its id or its name; 'narrowgauge key list' lists all."
                                .formatted(given));
            case 1 -> named.getFirst().path("id").asText();
            default ->
                throw new NarrowgaugeException(
                        ErrorCode.REQUEST_INVALID,
                        "%d keys have the name '%s'; give the id of one: %s."
                                .formatted(
                                        named.size(),
                                        given,
                                        named.stream().map(KeyIds::told).collect(Collectors.joining(", "))));
        };
    }

    /** Whether it may be used now, as far as the clock of this machine tells. */
    static boolean isGood(JsonNode key) {
        return !key.hasNonNull("revokedAt") && !isExpired(key);
    }

    static boolean isExpired(JsonNode key) {
        return key.hasNonNull("expiresAt")
                && Instant.parse(key.path("expiresAt").asText()).isBefore(Instant.now());
    }

    private static String told(JsonNode key) {
        return "%s (ends %s)".formatted(Answer.text(key, "id"), Answer.time(key, "expiresAt"));
    }

    private static boolean isId(String given) {
        try {
            return UUID.fromString(given).toString().equalsIgnoreCase(given);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
