package dev.narrowgauge.servers.kafka;

import static dev.narrowgauge.domain.error.ErrorCode.PORT_IN_USE;
import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.servers.ChildJvm;
import dev.narrowgauge.servers.LoopbackPort;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
    private static final int BROKERS = 3;

    @TempDir
    private Path directory;

    @Test
    void shareGroupHearsARecordAfterARestart() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            createTopic(kafka.bootstrapServers(), 1);
            send(kafka.bootstrapServers(), "first");
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            send(kafka.bootstrapServers(), "second");
            assertThat(receive(kafka.bootstrapServers(), "second")).containsExactly("first", "second");
        }
    }

    @Test
    void recordsSurviveAKilledBroker() throws Exception {
        try (ChildJvm broker = ChildJvm.start(Broker.class, directory.toString())) {
            assertThat(broker.line()).isEqualTo("sent");
            broker.kill();
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            assertThat(receive(kafka.bootstrapServers(), "kept")).containsExactly("kept");
        }
    }

    /**
     * The one that is lost leads the topic; what a group needs is there before. What the group had read may come again, as
     * whoever is lost may not have told that.
     */
    @Test
    void clusterOutlivesOneOfThree() throws Exception {
        List<Integer> ports = Stream.generate(LoopbackPort::free)
                .distinct()
                .limit(2L * BROKERS)
                .toList();
        List<Integer> brokers = ports.subList(0, BROKERS);
        List<Integer> controllers = ports.subList(BROKERS, ports.size());
        String servers = brokers.stream().map(port -> "127.0.0.1:" + port).collect(joining(","));
        List<ChildJvm> cluster = new ArrayList<>();
        try {
            for (int number = 1; number <= BROKERS; number++) {
                cluster.add(ChildJvm.start(
                        BrokerOfThree.class,
                        directory.resolve("broker-" + number).toString(),
                        String.valueOf(number),
                        joined(brokers),
                        joined(controllers)));
            }
            for (ChildJvm broker : cluster) {
                assertThat(broker.line()).isEqualTo("serves");
            }
            createTopic(servers, BROKERS);
            send(servers, "first");
            assertThat(receive(servers, "first")).containsExactly("first");
            cluster.get(leader(servers) - 1).kill();
            send(servers, "second");
            assertThat(receive(servers, "second")).contains("second");
        } finally {
            for (ChildJvm broker : cluster) {
                broker.kill();
            }
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

    private static void createTopic(String servers, int replicas) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) replicas)))
                    .all()
                    .get(180, SECONDS);
            Collection<AlterConfigOp> earliest = List.of(new AlterConfigOp(
                    new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET));
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.GROUP, GROUP), earliest))
                    .all()
                    .get(180, SECONDS);
        }
    }

    private static int leader(String servers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            return admin.describeTopics(List.of(TOPIC))
                    .allTopicNames()
                    .get(180, SECONDS)
                    .get(TOPIC)
                    .partitions()
                    .getFirst()
                    .leader()
                    .id();
        }
    }

    private static String joined(List<Integer> ports) {
        return ports.stream().map(String::valueOf).collect(joining(","));
    }

    private static void send(String servers, String word) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, word)).get(180, SECONDS);
        }
    }

    /** Until the last has come. */
    private static List<String> receive(String servers, String last) {
        List<String> received = new ArrayList<>();
        Instant deadline = Instant.now().plusSeconds(180);
        try (KafkaShareConsumer<String, String> consumer = new KafkaShareConsumer<>(
                Map.of("bootstrap.servers", servers, "group.id", GROUP),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            while (!received.contains(last) && Instant.now().isBefore(deadline)) {
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
            createTopic(kafka.bootstrapServers(), 1);
            send(kafka.bootstrapServers(), "kept");
            System.out.println("sent");
            Thread.currentThread().join();
        }
    }

    /** Serves until it is killed. */
    static final class BrokerOfThree {
        private BrokerOfThree() {}

        static void main(String[] arguments) throws Exception {
            var _ = EmbeddedKafka.start(
                    Path.of(arguments[0]),
                    new ClusterNode(Integer.parseInt(arguments[1]), ports(arguments[2]), ports(arguments[3])));
            System.out.println("serves");
            Thread.currentThread().join();
        }

        private static List<Integer> ports(String joined) {
            return Stream.of(joined.split(",")).map(Integer::valueOf).toList();
        }
    }
}
