package dev.narrowgauge.cli.service;

import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Option;

/** Options that all commands have which a service does. */
public final class ServiceOptions {
    static final String VARIABLE = "NARROWGAUGE_SERVER";
    private static final String DEFAULT = "http://127.0.0.1:8080";

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "Address of the service; that of " + VARIABLE + ", or " + DEFAULT + ", by default.")
    private String server;

    @Option(names = "--json", description = "Print what the service answers, as JSON.")
    private boolean json;

    boolean json() {
        return json;
    }

    /** To be closed by the caller. */
    RemoteClient client() {
        URI address = address();
        return new RemoteClient(address, () -> ServiceKey.of(address));
    }

    URI address() {
        return address(server, System.getenv());
    }

    /**
     * With the slash that paths are resolved against.
     *
     * @param given null where it is not
     */
    static URI address(String given, Map<String, String> environment) {
        String configured = environment.getOrDefault(VARIABLE, "");
        String text = given != null ? given : configured.isBlank() ? DEFAULT : configured.strip();
        String option = given != null || configured.isBlank() ? "--server" : VARIABLE;
        try {
            URI address = URI.create(text.endsWith("/") ? text : text + "/");
            if (Set.of("http", "https").contains(String.valueOf(address.getScheme())) && address.getHost() != null) {
                return address;
            }
        } catch (IllegalArgumentException _) {
            // As an address that is none of http.
        }
        throw new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID,
                "%s is '%s'; give the address of a service, such as %s".formatted(option, text, DEFAULT));
    }
}
