package dev.narrowgauge.queue;

import static dev.narrowgauge.db.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.junit.jupiter.api.Test;

class TestBrokers {
    private static final String TOPIC = "narrowgauge.tests.laid-out";
    private static final Brokers SECURED = new Brokers(
            Map.of(
                    "bootstrap.servers", "kafka.example:9093",
                    "security.protocol", "SASL_SSL",
                    "sasl.jaas.config", "ScramLoginModule required password=\"secret\";",
                    "client.id", "narrowgauge",
                    "retries", "3"),
            new TopicLayout(1, OptionalInt.empty()));

    @Test
    void clientHasTheSettingsThatItKnowsAndItsOwnFirst() {
        assertThat(SECURED.client(ConsumerConfig.configNames(), Map.of("group.id", "workers")))
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("client.id", "narrowgauge")
                .containsEntry("group.id", "workers")
                .doesNotContainKey("retries");
        assertThat(SECURED.client(AdminClientConfig.configNames(), Map.of("retries", 7)))
                .containsEntry("retries", 7);
    }

    /** Each client has its own of them, and a member of a share group refuses to be made with some. */
    @Test
    void everySettingThatMayBeGivenMakesClients() {
        Map<String, String> given = new HashMap<>(KafkaFixture.brokers().settings());
        given.putAll(Map.of(
                "client.rack", "a",
                "compression.type", "gzip",
                "interceptor.classes", "",
                "metadata.max.age.ms", "60000"));
        assertThat(Brokers.settingNames()).containsAll(given.keySet());
        Brokers brokers = new Brokers(given, new TopicLayout(1, OptionalInt.empty()));
        new TaskProducer(brokers, TaskTraces.NONE).close();
        new TaskConsumer(brokers, "tests-settings", List.of("narrowgauge.settings")).close();
    }

    @Test
    void passwordStaysOutOfTexts() {
        assertThat(SECURED).hasToString("kafka.example:9093");
    }

    @Test
    void topicIsMadeAsItIsLaidOut() {
        Brokers brokers = new Brokers(KafkaFixture.brokers().settings(), new TopicLayout(3, OptionalInt.of(1)));
        try (TaskTopics topics = new TaskTopics(brokers);
                Admin admin = Admin.create(
                        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, KafkaFixture.bootstrapServers()))) {
            assertThat(topics.ensure(List.of(TOPIC))).isEmpty();
            await("every broker knows it", () -> partitions(admin) == 3);
        }
    }

    private static int partitions(Admin admin) {
        try {
            return admin.describeTopics(List.of(TOPIC))
                    .allTopicNames()
                    .get()
                    .get(TOPIC)
                    .partitions()
                    .size();
        } catch (ExecutionException e) {
            return 0;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
