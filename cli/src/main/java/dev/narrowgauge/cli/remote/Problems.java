package dev.narrowgauge.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.Fault;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
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
            return code(problem).map(code -> known(code, problem));
        } catch (NarrowgaugeException _) {
            return Optional.empty();
        }
    }

    private static NarrowgaugeException known(ErrorCode code, JsonNode problem) {
        List<Fault> faults = problem.path("faults")
                .valueStream()
                .map(fault -> fault(code, fault))
                .toList();
        if (!faults.isEmpty()) {
            return new NarrowgaugeException(faults, problem.path("moreFaults").asInt());
        }
        String sentence = problem.hasNonNull("detail")
                ? problem.path("detail").asText()
                : "%s (%s)"
                        .formatted(
                                problem.path("title").asText(),
                                problem.path("instance").asText());
        return new NarrowgaugeException(code, sentence);
    }

    /**
     * With its place behind the sentence, which does not say of which recipe it speaks.
     *
     * @param otherwise its code where only a newer version of this program has one
     */
    private static Fault fault(ErrorCode otherwise, JsonNode fault) {
        Optional<String> pointer = Optional.ofNullable(fault.path("pointer").textValue());
        String place = pointer.map(value -> " (at " + value + ')').orElse("");
        return new Fault(code(fault).orElse(otherwise), fault.path("detail").asText() + place, pointer);
    }

    private static Optional<ErrorCode> code(JsonNode document) {
        return Arrays.stream(ErrorCode.values())
                .filter(code -> code.name().equals(document.path("code").asText()))
                .findFirst();
    }
}
