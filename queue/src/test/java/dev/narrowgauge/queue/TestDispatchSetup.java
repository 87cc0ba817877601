package dev.narrowgauge.queue;

import static dev.narrowgauge.db.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.servers.kafka.EmbeddedKafka;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestDispatchSetup {
    private static final List<String> TOPICS = List.of("narrowgauge.tests.setup-1", "narrowgauge.tests.setup-2");
    private static final List<String> GROUPS = List.of("tests-setup");

    @Test
    void whatIsMissingIsMadeAndTheRestLeftAlone() {
        Brokers brokers = KafkaFixture.brokers();
        assertThat(DispatchSetup.complete(brokers, TOPICS.subList(0, 1), GROUPS))
                .containsExactly("narrowgauge.tests.setup-1");
        assertThat(DispatchSetup.complete(brokers, TOPICS, GROUPS)).containsExactly("narrowgauge.tests.setup-2");
        assertThat(DispatchSetup.complete(brokers, TOPICS, GROUPS)).isEmpty();
    }

    @Test
    void brokersThatDoNotAnswerAreNamed() {
        assertFails(Brokers.at("127.0.0.1:1"), TOPICS, ErrorCode.SERVICE_UNREACHABLE, "127.0.0.1:1");
    }

    @Test
    void nameThatNoTopicMayHaveIsRefused() {
        assertFails(KafkaFixture.brokers(), List.of("no/topic"), ErrorCode.REQUEST_INVALID, "no/topic");
    }

    /** There is one broker. */
    @Test
    void moreReplicasThanBrokersAreRefused() {
        Brokers brokers = new Brokers(KafkaFixture.brokers().settings(), new TopicLayout(1, OptionalInt.of(3)));
        assertFails(brokers, List.of("narrowgauge.tests.setup-3"), ErrorCode.REQUEST_INVALID, "eplication factor");
    }

    @Test
    void settingThatKafkaCannotReadIsTold() {
        Brokers brokers = new Brokers(
                Map.of("bootstrap.servers", "127.0.0.1:1", "security.protocol", "none"),
                KafkaFixture.brokers().layout());
        assertFails(brokers, TOPICS, ErrorCode.REQUEST_INVALID, "security.protocol");
    }

    /** What is wrong with a file of keys stands two causes further down. */
    @Test
    void fileOfASettingThatIsNotThereIsTold() {
        Brokers brokers = new Brokers(
                Map.of(
                        "bootstrap.servers", "127.0.0.1:1",
                        "security.protocol", "SSL",
                        "ssl.truststore.location", "/no/such/truststore.p12"),
                KafkaFixture.brokers().layout());
        assertFails(brokers, TOPICS, ErrorCode.REQUEST_INVALID, "/no/such/truststore.p12");
    }

    /** As of brokers that were upgraded, and have them still to be switched on. */
    @Test
    void brokersWithoutShareGroupsAreToldWhatTheyNeed(@TempDir Path folder) throws Exception {
        FeatureUpdate off = new FeatureUpdate((short) 0, FeatureUpdate.UpgradeType.SAFE_DOWNGRADE);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.updateFeatures(Map.of("share.version", off), new UpdateFeaturesOptions())
                    .all()
                    .get();
            Brokers brokers = Brokers.at(kafka.bootstrapServers());
            await("the broker has them off", () -> isTooOld(brokers));
            assertFails(brokers, TOPICS, ErrorCode.BROKER_TOO_OLD, "version 4.2 or later");
        }
    }

    private static boolean isTooOld(Brokers brokers) {
        try {
            DispatchSetup.complete(brokers, List.of(), List.of());
            return false;
        } catch (NarrowgaugeException e) {
            return e.code() == ErrorCode.BROKER_TOO_OLD;
        }
    }

    /** By the newest metadata that they know: 4.1-IV1 and 4.2-IV0. */
    @Test
    void previewOfShareGroupsWillNotDo() {
        assertThat(TaskTopics.isPreview((short) 27)).isTrue();
        assertThat(TaskTopics.isPreview((short) 28)).isFalse();
    }

    private static void assertFails(Brokers brokers, List<String> topics, ErrorCode code, String partOfTheSentence) {
        assertThatExceptionOfType(NarrowgaugeException.class)
                .isThrownBy(() -> DispatchSetup.complete(brokers, topics, GROUPS))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(code))
                .withMessageContaining(partOfTheSentence);
    }
}
