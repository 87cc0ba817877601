package dev.narrowgauge.cli.service;

import dev.narrowgauge.domain.access.KeyText;
import dev.narrowgauge.domain.access.LocalServices;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The API key that a service is called with. */
final class ServiceKey {
    static final String VARIABLE = "NARROWGAUGE_API_KEY";
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");

    private ServiceKey() {}

    /** That of the environment, else the one that the user has logged in with, else that of a service that the user has started here. */
    static Optional<KeyText> of(URI service) {
        return of(service, System.getenv(), LoginFile.ofThisUser(), LocalServices.ofThisUser());
    }

    static Optional<KeyText> of(URI service, Map<String, String> environment, LoginFile logins, LocalServices started) {
        String given = environment.getOrDefault(VARIABLE, "").strip();
        if (!given.isEmpty()) {
            return Optional.of(KeyText.read(given)
                    .orElseThrow(() -> new NarrowgaugeException(
                            ErrorCode.REQUEST_INVALID,
                            VARIABLE + " is no API key, or one with a typing error; a key begins with 'ng_'.")));
        }
        return logins.find(service).or(() -> ofThisMachine(service, started));
    }

    /** It is for nobody else. */
    private static Optional<KeyText> ofThisMachine(URI service, LocalServices started) {
        return THIS_MACHINE.contains(service.getHost()) ? started.key(service.getPort()) : Optional.empty();
    }
}
