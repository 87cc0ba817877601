package dev.narrowgauge.servers.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.narrowgauge.domain.error.DiskFull;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.servers.DataDirectory;
import dev.narrowgauge.servers.DiskErrors;
import dev.narrowgauge.servers.LoopbackPort;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.file.Path;
import java.util.Optional;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.metadata.storage.FormatterException;
import org.apache.kafka.server.common.MetadataVersion;

/** A Kafka broker with share groups in this process, on the loopback interface; its records survive a restart. */
public final class EmbeddedKafka implements AutoCloseable {
    private static final long BYTES_NEEDED = 64L << 20;
    private static final int PORT_ATTEMPTS = 3;

    private final DataDirectory directory;
    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedKafka(DataDirectory directory, KafkaRaftServer server, int port) {
        this.directory = directory;
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a cluster of one broker on the records in the directory, which is created where it is missing.
     *
     * @param port 0 takes any free one
     * @throws NarrowgaugeException DATA_DIRECTORY_IN_USE, DISK_FULL, OUTPUT_NOT_WRITABLE, PORT_IN_USE
     */
    public static EmbeddedKafka start(Path path, int port) {
        DataDirectory directory = DataDirectory.open(path, BYTES_NEEDED);
        try {
            return start(directory, port);
        } catch (RuntimeException failure) {
            directory.close();
            throw failure;
        }
    }

    /**
     * Starts a broker of a cluster on its records in the directory, which is created where it is missing. Returns once it
     * serves, for which more than half of all must have been started.
     *
     * @throws NarrowgaugeException DATA_DIRECTORY_IN_USE, DISK_FULL, OUTPUT_NOT_WRITABLE
     */
    public static EmbeddedKafka start(Path path, ClusterNode node) {
        return start(path, node, Optional.empty());
    }

    /**
     * Starts a cluster of one broker, which has a second listener that asks clients who they are.
     *
     * @throws NarrowgaugeException DATA_DIRECTORY_IN_USE, DISK_FULL, OUTPUT_NOT_WRITABLE
     */
    public static EmbeddedKafka start(Path path, ProtectedListener clients) {
        return start(path, ClusterNode.alone(LoopbackPort.free()), Optional.of(clients));
    }

    private static EmbeddedKafka start(Path path, ClusterNode node, Optional<ProtectedListener> clients) {
        DataDirectory directory = DataDirectory.open(path, BYTES_NEEDED);
        try {
            KafkaSettings settings = new KafkaSettings(directory.path(), node, clients);
            return new EmbeddedKafka(directory, started(settings), node.port());
        } catch (RuntimeException failure) {
            directory.close();
            throw failed(path, failure);
        }
    }

    /** Of this broker alone. */
    public String bootstrapServers() {
        return KafkaSettings.HOST + ":" + port;
    }

    @Override
    public void close() {
        try (directory) {
            server.shutdown();
            server.awaitShutdown();
        }
    }

    private static EmbeddedKafka start(DataDirectory directory, int wanted) {
        for (int attempt = 1; ; attempt++) {
            if (wanted != 0) {
                LoopbackPort.requireFree(wanted);
            }
            int port = wanted == 0 ? LoopbackPort.free() : wanted;
            KafkaSettings settings = new KafkaSettings(directory.path(), ClusterNode.alone(port), Optional.empty());
            try {
                return new EmbeddedKafka(directory, started(settings), port);
            } catch (RuntimeException failure) {
                if (attempt == PORT_ATTEMPTS || !isCausedBy(failure, BindException.class)) {
                    throw failed(directory.path(), failure);
                }
            }
        }
    }

    private static KafkaRaftServer started(KafkaSettings settings) {
        format(settings);
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings.properties(), false), Time.SYSTEM);
        try {
            server.startup();
            return server;
        } catch (RuntimeException failure) {
            server.shutdown();
            throw failure;
        }
    }

    /** Writes the cluster's identity into an empty directory; leaves one that has it alone. */
    private static void format(KafkaSettings settings) {
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8))
                    .setNodeId(settings.node().number())
                    .setClusterId(KafkaSettings.CLUSTER_ID)
                    .addDirectory(settings.records().toString())
                    .setMetadataLogDirectory(settings.records().toString())
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setControllerListenerName(KafkaSettings.CONTROLLER_LISTENER)
                    .setIgnoreFormatted(true)
                    .setHasDynamicQuorum(false)
                    .run();
        } catch (IOException failure) {
            throw DiskErrors.translated(failure, settings.records());
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new FormatterException("Kafka's directory could not be prepared", failure);
        }
    }

    private static NarrowgaugeException failed(Path path, RuntimeException failure) {
        if (failure instanceof NarrowgaugeException known) {
            return known;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (DiskFull.isMeantBy(String.valueOf(cause.getMessage()))) {
                return DiskErrors.full(path);
            }
        }
        return new NarrowgaugeException(
                ErrorCode.INTERNAL_ERROR,
                "Kafka did not start on %s: %s".formatted(path, failure.getMessage()),
                failure);
    }

    private static boolean isCausedBy(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
