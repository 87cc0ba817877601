package dev.narrowgauge.cli.demo;

import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.domain.access.KeyFile;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The whole product for one piece of work: its data is in a temporary folder and goes with it. */
public final class LocalService implements AutoCloseable {
    private static final Duration NODE_LIMIT = Duration.ofMinutes(5);

    private final DemoData data;
    private final StandaloneProcess process;
    private final URI address;
    private final Thread atExit = new Thread(this::end);

    private LocalService(DemoData data, StandaloneProcess process, URI address) {
        this.data = data;
        this.process = process;
        this.address = address;
    }

    /** To be closed by the caller; a program that is told to end takes it along. */
    public static LocalService start() {
        Installation installation = Installation.ofThisProgram();
        int port = Ports.chosen(Optional.empty());
        DemoData data = DemoData.at(Optional.empty());
        LocalService service = new LocalService(
                data,
                StandaloneProcess.start(installation, port, data.path()),
                URI.create("http://127.0.0.1:%d/".formatted(port)));
        Runtime.getRuntime().addShutdownHook(service.atExit);
        return service;
    }

    public URI address() {
        return address;
    }

    /** To be closed by the caller. */
    public RemoteClient client() {
        return new RemoteClient(address, () -> KeyFile.find(data.path().resolve(KeyFile.OF_ADMIN)));
    }

    /** Waits until it takes work and has somewhere to measure. */
    public void awaitNode(RemoteClient client) throws InterruptedException {
        process.awaitReady(client);
        Instant deadline = Instant.now().plus(NODE_LIMIT);
        while (client.get("/v1/nodes").path("items").isEmpty()) {
            if (Instant.now().isAfter(deadline)) {
                throw new NarrowgaugeException(
                        ErrorCode.NO_DEVICE,
                        "The agent of this machine was not there %d seconds after its start."
                                .formatted(NODE_LIMIT.toSeconds()));
            }
            Thread.sleep(Duration.ofMillis(200));
        }
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException _) {
            // The program ends, and the hook has done it or does it now: the second time does nothing.
        }
    }

    private void end() {
        process.close();
        data.close();
    }
}
