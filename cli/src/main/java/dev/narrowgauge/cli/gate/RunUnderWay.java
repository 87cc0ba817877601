package dev.narrowgauge.cli.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.narrowgauge.cli.output.JsonFile;
import dev.narrowgauge.cli.output.OutputFile;
import dev.narrowgauge.cli.remote.Json;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.HostFault;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a pipeline keeps while a gate is under way, to go on with where its job was cut off.
 *
 * @param model SHA-256 of the model
 */
record RunUnderWay(String server, String run, String model) {
    private static final int VERSION = 1;

    /**
     * Empty where there is no such file: then nothing is under way.
     *
     * @throws NarrowgaugeException REQUEST_INVALID where the file is another one
     */
    static Optional<RunUnderWay> in(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonNode state = tree(file);
        if (state.path("version").asInt() != VERSION
                || !state.path("server").isTextual()
                || !state.path("run").isTextual()
                || !state.path("model").isTextual()) {
            throw unreadable(file, null);
        }
        return Optional.of(new RunUnderWay(
                state.path("server").asText(),
                state.path("run").asText(),
                state.path("model").asText()));
    }

    private static JsonNode tree(Path file) {
        try {
            return Json.read(Files.readAllBytes(file));
        } catch (IOException failure) {
            throw new NarrowgaugeException(
                    HostFault.behind(failure).orElse(ErrorCode.FILE_NOT_FOUND),
                    "%s cannot be read: %s".formatted(file, failure.getMessage()),
                    failure);
        } catch (NarrowgaugeException failure) {
            throw unreadable(file, failure);
        }
    }

    void write(OutputFile file) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("version", VERSION);
        state.put("server", server);
        state.put("run", run);
        state.put("model", model);
        file.write(JsonFile.lines(state).getBytes(UTF_8));
    }

    /** @param modelDigest null where the command line names no model */
    void requireOf(Path file, URI address, String modelDigest) {
        if (!server.equals(address.toString())) {
            throw refused(
                    "%s is of a run of %s, and this is about %s: give --server=%s, or remove the file to begin anew."
                            .formatted(file, server, address, server));
        }
        if (modelDigest != null && !modelDigest.equals(model)) {
            throw refused(
                    "%s is of a run of the model with the SHA-256 %s, and this is about %s: give that model, or remove the file to begin anew."
                            .formatted(file, model, modelDigest));
        }
    }

    private static NarrowgaugeException unreadable(Path file, Exception cause) {
        return new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID,
                "%s is not what 'narrowgauge gate --resume' wrote: give another file, or remove it to begin anew."
                        .formatted(file),
                cause);
    }

    private static NarrowgaugeException refused(String sentence) {
        return new NarrowgaugeException(ErrorCode.REQUEST_INVALID, sentence);
    }
}
