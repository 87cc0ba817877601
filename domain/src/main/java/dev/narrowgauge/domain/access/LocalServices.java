package dev.narrowgauge.domain.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.node.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The services that a user has started on this machine, by the ports at which they answer: where each has its data, and
 * with that the key for commands.
 *
 * @param folder of a file for each port, which has the path of the service's data folder
 */
public record LocalServices(Path folder) {
    public static LocalServices ofThisUser() {
        return in(StateDirectory.ofThisUser());
    }

    /** @param states folder of what is kept for a user */
    public static LocalServices in(Path states) {
        return new LocalServices(states.resolve("services"));
    }

    /**
     * Remembers the service until it is forgotten.
     *
     * @throws NarrowgaugeException OUTPUT_NOT_WRITABLE
     */
    public void remember(int port, Path data) {
        KeyFile.write(file(port), data.toAbsolutePath() + "\n");
    }

    /** Forgets the service, if it is known. */
    public void forget(int port) {
        try {
            Files.deleteIfExists(file(port));
        } catch (IOException _) {
            // It goes on naming a service that is not there, until the next at that port.
        }
    }

    /** The admin key of the service at that port; empty where this user has started none, or it has no key. */
    public Optional<KeyText> key(int port) {
        Path file = file(port);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return KeyFile.find(Path.of(Files.readString(file, UTF_8).strip()).resolve(KeyFile.OF_ADMIN));
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    ErrorCode.FILE_NOT_FOUND, "The file %s cannot be read: %s".formatted(file, e), e);
        }
    }

    private Path file(int port) {
        return folder.resolve(String.valueOf(port));
    }
}
