package dev.narrowgauge.standalone;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a person chooses about the one process. */
@Command(
        name = "narrowgauge up",
        description = "Runs everything in this process until it is stopped. The data survives.",
        mixinStandardHelpOptions = true)
final class Settings {
    private static final int LARGEST_PORT = 65_535;

    @Option(names = "--port", paramLabel = "PORT", description = "of the API and the dashboard (default: 8080)")
    private int port = 8080;

    @Option(names = "--grpc-port", paramLabel = "PORT", description = "of gRPC; 0 takes any free one (default: 9090)")
    private int grpcPort = 9090;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "at which HTTP and gRPC listen (default: 127.0.0.1, so that this machine alone reaches them)")
    private String host;

    @Option(
            names = "--behind-tls-proxy",
            description = "a proxy before them ends TLS; without, or a certificate, they listen at no other address")
    private boolean behindTlsProxy;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "all data and logs (default: .narrowgauge)")
    private Path dataDirectory = Path.of(".narrowgauge");

    @Option(names = "--stop-at-end-of-input", hidden = true, description = "for a parent that may be killed")
    private boolean stopsAtEndOfInput;

    /** @throws NarrowgaugeException REQUEST_INVALID */
    void requirePorts() {
        requirePort("--port", port);
        requirePort("--grpc-port", grpcPort);
        if (port == grpcPort && port != 0) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "--port and --grpc-port are both %d; give each its own.".formatted(port));
        }
    }

    private static void requirePort(String option, int port) {
        if (port < 0 || port > LARGEST_PORT) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "%s is %d; give a port from 1 to %d, or 0 for any free one.".formatted(option, port, LARGEST_PORT));
        }
    }

    int port() {
        return port;
    }

    int grpcPort() {
        return grpcPort;
    }

    /** Empty where the configuration says it. */
    Optional<String> host() {
        return Optional.ofNullable(host);
    }

    boolean behindTlsProxy() {
        return behindTlsProxy;
    }

    Path dataDirectory() {
        return dataDirectory;
    }

    boolean stopsAtEndOfInput() {
        return stopsAtEndOfInput;
    }
}
