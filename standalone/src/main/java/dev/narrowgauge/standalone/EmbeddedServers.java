package dev.narrowgauge.standalone;

import dev.narrowgauge.domain.disk.OwnFolder;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.servers.DataDirectory;
import dev.narrowgauge.servers.DiskErrors;
import dev.narrowgauge.servers.LoopbackPort;
import dev.narrowgauge.servers.kafka.EmbeddedKafka;
import dev.narrowgauge.servers.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;

/** The database and the broker of this process, and the properties by which the services find them. */
final class EmbeddedServers {
    private static final long BYTES_NEEDED = 512L << 20;

    /** In the order of their start. */
    private static final Deque<AutoCloseable> STARTED = new ConcurrentLinkedDeque<>();

    private EmbeddedServers() {}

    /**
     * @throws NarrowgaugeException PORT_IN_USE, DATA_DIRECTORY_IN_USE, DISK_FULL, OUTPUT_NOT_WRITABLE, INTERNAL_ERROR; nothing runs then
     */
    static synchronized void start(Settings settings) {
        LoopbackPort.requireFree(settings.port(), "choose another port with --port");
        LoopbackPort.requireFree(settings.grpcPort(), "choose another port with --grpc-port");
        try {
            DataDirectory directory = started(DataDirectory.open(settings.dataDirectory(), BYTES_NEEDED));
            createLogs(directory.path().resolve("logs"));
            startOn(directory, settings);
        } catch (RuntimeException failure) {
            stop();
            throw failure;
        }
    }

    /** Stops what runs, the last started first. Calling it again does nothing. */
    static synchronized void stop() {
        while (!STARTED.isEmpty()) {
            try {
                STARTED.removeLast().close();
            } catch (Exception failure) {
                System.err.println("error INTERNAL_ERROR: a server did not stop: " + failure.getMessage());
            }
        }
    }

    /** The log manager creates it for everybody otherwise. */
    private static void createLogs(Path folder) {
        try {
            OwnFolder.create(folder);
        } catch (IOException failure) {
            throw DiskErrors.translated(failure, folder);
        }
    }

    private static void startOn(DataDirectory directory, Settings settings) {
        CompletableFuture<EmbeddedKafka> kafkaStart = CompletableFuture.supplyAsync(
                () -> started(EmbeddedKafka.start(directory.path().resolve("kafka"), 0)),
                task -> Thread.ofPlatform().name("kafka-start").start(task));
        EmbeddedPostgres postgres;
        String password;
        try {
            postgres = started(EmbeddedPostgres.start(directory.path().resolve("postgres")));
            password = ServiceUser.prepare(postgres);
        } finally {
            kafkaStart.handle((_, failure) -> failure).join();
        }
        EmbeddedKafka kafka = result(kafkaStart);
        Map.of(
                        "quarkus.http.port", String.valueOf(settings.port()),
                        "narrowgauge.api.grpc.port", String.valueOf(settings.grpcPort()),
                        "quarkus.datasource.jdbc.url", postgres.jdbcUrl(),
                        "quarkus.datasource.username", ServiceUser.NAME,
                        "quarkus.datasource.password", password,
                        "kafka.bootstrap.servers", kafka.bootstrapServers(),
                        "narrowgauge.data-dir", directory.path().toString())
                .forEach(System::setProperty);
        settings.host().ifPresent(EmbeddedServers::listenAt);
        if (settings.behindTlsProxy()) {
            System.setProperty("narrowgauge.api.behind-tls-proxy", "true");
        }
    }

    private static void listenAt(String host) {
        System.setProperty("quarkus.http.host", host);
        System.setProperty("narrowgauge.api.grpc.host", host);
    }

    private static EmbeddedKafka result(CompletableFuture<EmbeddedKafka> start) {
        try {
            return start.join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof NarrowgaugeException known ? known : failure;
        }
    }

    private static <T extends AutoCloseable> T started(T server) {
        STARTED.addLast(server);
        return server;
    }
}
