package dev.narrowgauge.cli.identity;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.narrowgauge.cli.remote.Json;
import dev.narrowgauge.domain.access.KeyFile;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Supplier;

/** What providers have given a user, which nobody else may read: a JSON object with a member for the address of each service. */
public record TokenFile(Path path) {
    public Optional<SignedIn> find(URI service) {
        JsonNode kept = content().path(service.toString());
        if (!kept.isObject()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SignedIn(
                    kept.path("issuer").asText(),
                    kept.path("clientId").asText(),
                    kept.path("token").asText(),
                    Instant.parse(kept.path("expiresAt").asText()),
                    Optional.ofNullable(kept.path("refreshToken").textValue())));
        } catch (DateTimeParseException e) {
            throw unreadable(e);
        }
    }

    /** Instead of what there may be for the service. */
    public void keep(URI service, SignedIn signedIn) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        kept.put("issuer", signedIn.issuer());
        kept.put("clientId", signedIn.clientId());
        kept.put("token", signedIn.text());
        kept.put("expiresAt", signedIn.expiresAt().toString());
        signedIn.refresh().ifPresent(token -> kept.put("refreshToken", token));
        ObjectNode all = content();
        all.set(service.toString(), kept);
        KeyFile.write(path, all.toPrettyString() + "\n");
    }

    /** Forgets what there may be for the service. */
    public void forget(URI service) {
        ObjectNode all = content();
        if (all.remove(service.toString()) != null) {
            KeyFile.write(path, all.toPrettyString() + "\n");
        }
    }

    /** While no other process of the user does the same: of two who refresh a token with one, providers refuse the second. */
    <T> T alone(Supplier<T> action) {
        Path lock = path.resolveSibling(path.getFileName() + ".lock");
        try {
            Files.createDirectories(lock.toAbsolutePath().getParent());
            // A process has a lock once, whichever of its threads asks.
            synchronized (TokenFile.class) {
                try (FileChannel channel = FileChannel.open(lock, CREATE, WRITE);
                        var _ = channel.lock()) {
                    return action.get();
                }
            }
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    ErrorCode.OUTPUT_NOT_WRITABLE,
                    "The file %s cannot be locked (%s): check its folder and who owns it."
                            .formatted(lock, e.getMessage()),
                    e);
        }
    }

    private ObjectNode content() {
        if (!Files.exists(path)) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            if (Json.read(Files.readAllBytes(path)) instanceof ObjectNode all) {
                return all;
            }
            throw unreadable(null);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private NarrowgaugeException unreadable(Exception cause) {
        return new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID,
                "The file %s, which has your sign-ins, cannot be read: check who owns it, or delete it and sign in again with 'narrowgauge login --oidc'."
                        .formatted(path),
                cause);
    }
}
