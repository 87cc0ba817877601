package dev.narrowgauge.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Turns the service's problem+json (RFC 9457) back into the exception it was. */
final class Problems {
    private Problems() {}

    static NarrowgaugeException exception(int status, URI request, byte[] body) {
        return known(body)
                .orElseGet(() -> new NarrowgaugeException(
                        status >= 500 ? ErrorCode.INTERNAL_ERROR : ErrorCode.REQUEST_INVALID,
                        "The service answered %s with HTTP status %d: %s"
                                .formatted(request, status, new String(body, StandardCharsets.UTF_8).strip())));
    }

    private static Optional<NarrowgaugeException> known(byte[] body) {
        try {
            JsonNode problem = Json.read(body);
            String sentence = problem.hasNonNull("detail")
                    ? problem.path("detail").asText()
                    : "%s (%s)"
                            .formatted(
                                    problem.path("title").asText(),
                                    problem.path("instance").asText());
            return Arrays.stream(ErrorCode.values())
                    .filter(code -> code.name().equals(problem.path("code").asText()))
                    .findFirst()
                    .map(code -> new NarrowgaugeException(code, sentence));
        } catch (NarrowgaugeException _) {
            return Optional.empty();
        }
    }
}
