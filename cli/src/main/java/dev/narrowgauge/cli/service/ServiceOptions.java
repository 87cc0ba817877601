package dev.narrowgauge.cli.service;

import dev.narrowgauge.cli.identity.ActionsToken;
import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.domain.access.ProjectName;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.net.HostName;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Options that all commands have which a service does. */
public final class ServiceOptions {
    static final String VARIABLE = "NARROWGAUGE_SERVER";
    static final String AUTHORITIES = "NARROWGAUGE_AUTHORITIES";
    static final String PROJECT = "NARROWGAUGE_PROJECT";
    static final String PLAIN_TEXT = "NARROWGAUGE_PLAIN_TEXT";

    private static final String DEFAULT = "http://127.0.0.1:8080";

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "Address of the service; that of " + VARIABLE + ", or " + DEFAULT + ", by default.")
    private String server;

    @Option(
            names = "--authorities",
            paramLabel = "FILE",
            description = "PEM file with the certificates of those who vouch for the service; that of " + AUTHORITIES
                    + ", or those that Java knows, by default.")
    private Path authorities;

    @Option(
            names = "--project",
            paramLabel = "PROJECT",
            description = "Name of the project that this is about; that of " + PROJECT
                    + ", or the one that your key is good for, by default.")
    private String project;

    @Option(names = "--json", description = "Print what the service answers, as JSON.")
    private boolean json;

    public boolean json() {
        return json;
    }

    /** Whether the command line names a service. */
    public boolean isNamed() {
        return server != null;
    }

    /** To be closed by the caller. */
    public RemoteClient client() {
        URI address = address();
        ActionsToken actions = new ActionsToken();
        return new RemoteClient(
                address, () -> ServiceBearer.of(address, actions), authorities(), project(project, System.getenv()));
    }

    /** @param given null where it is not */
    static Optional<String> project(String given, Map<String, String> environment) {
        Optional<String> name = Optional.ofNullable(given)
                .or(() -> Optional.ofNullable(environment.get(PROJECT))
                        .map(String::strip)
                        .filter(configured -> !configured.isEmpty()));
        name.filter(text -> !ProjectName.isOne(text)).ifPresent(text -> {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "%s is '%s'; give the name of a project, as 'narrowgauge project list' shows it."
                            .formatted(given == null ? PROJECT : "--project", text));
        });
        return name;
    }

    Optional<Path> authorities() {
        return authorities(authorities, System.getenv());
    }

    /** @param given null where it is not */
    static Optional<Path> authorities(Path given, Map<String, String> environment) {
        return Optional.ofNullable(given)
                .or(() -> Optional.ofNullable(environment.get(AUTHORITIES))
                        .filter(configured -> !configured.isBlank())
                        .map(configured -> Path.of(configured.strip())));
    }

    public URI address() {
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
                requireEncrypted(address, option, environment);
                return address;
            }
        } catch (IllegalArgumentException _) {
            // As an address that is none of http.
        }
        throw new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID,
                "%s is '%s'; give the address of a service, such as %s".formatted(option, text, DEFAULT));
    }

    /** As for a token of a node: whoever is on the way could do what the key may. */
    private static void requireEncrypted(URI address, String option, Map<String, String> environment) {
        if (address.getScheme().equals("https")
                || HostName.isOfThisMachine(address.getHost())
                || environment.getOrDefault(PLAIN_TEXT, "").strip().equals("true")) {
            return;
        }
        throw new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID,
                "%s is %s, which is another machine, and nothing that is sent there is encrypted, your key included: give an address that begins with https://, or set %s=true where nobody else is on the way."
                        .formatted(option, address, PLAIN_TEXT));
    }
}
