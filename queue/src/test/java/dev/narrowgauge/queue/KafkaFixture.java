package dev.narrowgauge.queue;

import dev.narrowgauge.servers.kafka.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** One real broker for all tests of this JVM. */
final class KafkaFixture {
    private static final EmbeddedKafka BROKER = start();

    private KafkaFixture() {}

    static String bootstrapServers() {
        return BROKER.bootstrapServers();
    }

    static Brokers brokers() {
        return Brokers.at(bootstrapServers());
    }

    private static EmbeddedKafka start() {
        try {
            EmbeddedKafka broker = EmbeddedKafka.start(Files.createTempDirectory("kafka"), 0);
            Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
            return broker;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
