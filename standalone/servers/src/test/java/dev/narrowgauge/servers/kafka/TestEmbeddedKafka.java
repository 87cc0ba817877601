package dev.narrowgauge.servers.kafka;

import static dev.narrowgauge.domain.error.ErrorCode.PORT_IN_USE;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.servers.ChildJvm;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestEmbeddedKafka {
    private static final String TOPIC = "tasks";
    private static final String GROUP = "hearers";

    @TempDir
    private Path directory;

    @Test
    void shareGroupHearsARecordAfterARestart() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            createTopic(kafka);
            send(kafka, "first");
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            send(kafka, "second");
            assertThat(receive(kafka, 2)).containsExactly("first", "second");
        }
    }

    @Test
    void recordsSurviveAKilledBroker() throws Exception {
        try (ChildJvm broker = ChildJvm.start(Broker.class, directory.toString())) {
            assertThat(broker.line()).isEqualTo("sent");
            broker.kill();
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            assertThat(receive(kafka, 1)).containsExactly("kept");
        }
    }

    @Test
    void portInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatExceptionOfType(NarrowgaugeException.class)
                    .isThrownBy(() -> EmbeddedKafka.start(directory, taken.getLocalPort()))
                    .withMessageContaining(String.valueOf(taken.getLocalPort()))
                    .extracting(NarrowgaugeException::code)
                    .isEqualTo(PORT_IN_USE);
        }
    }

    private static void createTopic(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get(180, SECONDS);
            Collection<AlterConfigOp> earliest = List.of(new AlterConfigOp(
                    new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET));
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.GROUP, GROUP), earliest))
                    .all()
                    .get(180, SECONDS);
        }
    }

    private static void send(EmbeddedKafka kafka, String word) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, word)).get(180, SECONDS);
        }
    }

    private static List<String> receive(EmbeddedKafka kafka, int count) {
        List<String> received = new ArrayList<>();
        Instant deadline = Instant.now().plusSeconds(180);
        try (KafkaShareConsumer<String, String> consumer = new KafkaShareConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "group.id", GROUP),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            while (received.size() < count && Instant.now().isBefore(deadline)) {
                for (ConsumerRecord<String, String> message : consumer.poll(Duration.ofMillis(500))) {
                    received.add(message.value());
                }
            }
        }
        return received;
    }

    /** Sends one record and waits to be killed. */
    static final class Broker {
        private Broker() {}

        static void main(String[] arguments) throws Exception {
            EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(arguments[0]), 0);
            createTopic(kafka);
            send(kafka, "kept");
            System.out.println("sent");
            Thread.currentThread().join();
        }
    }
}
