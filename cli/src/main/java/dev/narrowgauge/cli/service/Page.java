package dev.narrowgauge.cli.service;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The first items of a list that a service keeps. */
final class Page {
    /** That the service gives at once. */
    private static final int MOST = 200;

    private Page() {}

    /**
     * The answer: {@code items}, and {@code nextCursor} where there are more.
     *
     * @param filters by name of the parameter; a parameter may be given several times
     */
    static JsonNode of(RemoteClient client, String path, int limit, Map<String, ? extends Collection<String>> filters) {
        return client.get(query(path, limit, filters));
    }

    /** The path of a list with its parameters, encoded. */
    static String query(String path, int limit, Map<String, ? extends Collection<String>> filters) {
        if (limit < 1 || limit > MOST) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID, "--limit is %d; give a number from 1 to %d".formatted(limit, MOST));
        }
        StringBuilder query = new StringBuilder(path).append("?limit=").append(limit);
        filters.forEach((name, values) -> values.forEach(
                value -> query.append('&').append(name).append('=').append(encode(value, UTF_8))));
        return query.toString();
    }

    /** A filter that may be absent. */
    static List<String> optional(String value) {
        return value == null ? List.of() : List.of(value);
    }
}
