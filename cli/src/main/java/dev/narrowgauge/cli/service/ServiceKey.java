package dev.narrowgauge.cli.service;

import dev.narrowgauge.domain.access.KeyFile;
import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The API key that a service is called with. */
final class ServiceKey {
    static final String VARIABLE = "NARROWGAUGE_API_KEY";
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");

    /** Where {@code narrowgauge up} keeps its data unless told otherwise. */
    private static final String DATA = ".narrowgauge";

    private ServiceKey() {}

    /** That of the environment, else the one that the user has logged in with, else that of a service started in this folder. */
    static Optional<KeyText> of(URI service) {
        return of(service, System.getenv(), LoginFile.ofThisUser(), Path.of(""));
    }

    static Optional<KeyText> of(URI service, Map<String, String> environment, LoginFile logins, Path folder) {
        String given = environment.getOrDefault(VARIABLE, "").strip();
        if (!given.isEmpty()) {
            return Optional.of(KeyText.read(given)
                    .orElseThrow(() -> new NarrowgaugeException(
                            ErrorCode.REQUEST_INVALID,
                            VARIABLE + " is no API key, or one with a typing error; a key begins with 'ng_'.")));
        }
        return logins.find(service).or(() -> ofFolder(service, folder.resolve(DATA)));
    }

    /** It is for nobody but a service of this machine. */
    private static Optional<KeyText> ofFolder(URI service, Path data) {
        return THIS_MACHINE.contains(service.getHost())
                ? KeyFile.find(data.resolve(KeyFile.OF_ADMIN))
                : Optional.empty();
    }
}
