package dev.narrowgauge.queue;

import static dev.narrowgauge.db.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.db.OutboxStore;
import dev.narrowgauge.db.TaskTopic;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;

/** Brokers that settings or versions keep from carrying messages: those who wait say for what, and not for ever in vain. */
class TestUnusableBrokers extends TaskLoopTest {
    private static final Brokers NOWHERE = Brokers.at("127.0.0.1:1");
    private static final Brokers UNKNOWN = Brokers.at("broker.invalid:9092");
    private static final Brokers UNREADABLE =
            new Brokers(Map.of("bootstrap.servers", "127.0.0.1:1", "security.protocol", "none"), NOWHERE.layout());

    @Test
    void loopSaysThatItWaitsForBrokersThatDoNotAnswer() {
        TaskLoop loop = loop(settings("worker", 1, LONG), source(NOWHERE), this::finish);
        assertThat(loop.whyPaused()).as("from its start").isPresent();
        await("it knows why", () -> loop.whyPaused().orElseThrow().contains("does not answer at 127.0.0.1:1"));
        assertThat(hopeless).isEmpty();
    }

    @Test
    void loopThatHasJoinedSaysNothing() {
        TaskLoop loop = loop("worker", 1, LONG, this::finish);
        await("joined", () -> loop.whyPaused().isEmpty());
    }

    /** A name that no server of names knows may be that of a broker which starts. */
    @Test
    void loopWaitsForAHostThatNobodyKnows() {
        TaskLoop loop = loop(settings("worker", 1, LONG), source(UNKNOWN), this::finish);
        await("it knows why", () -> loop.whyPaused().orElseThrow().contains("does not answer at broker.invalid"));
        assertThat(hopeless).isEmpty();
    }

    @Test
    void loopGivesUpWhereSettingsCannotBeRead() {
        TaskLoop loop = loop(settings("worker", 1, LONG), source(UNREADABLE), this::finish);
        await("it gives up", () -> !hopeless.isEmpty());
        assertThat(hopeless.getFirst().code()).isEqualTo(ErrorCode.REQUEST_INVALID);
        assertThat(hopeless.getFirst()).hasMessageContaining("security.protocol");
        assertThat(loop.whyPaused()).contains(hopeless.getFirst().getMessage());
    }

    @Test
    void relaySaysThatItWaitsForBrokersThatDoNotAnswer() {
        OutboxRelay relay = relay(UNKNOWN);
        assertThat(relay.obstacle()).as("from its start").isPresent();
        await("it knows why", () -> relay.obstacle().orElseThrow().contains("does not answer at broker.invalid"));
        assertThat(hopeless).isEmpty();
    }

    @Test
    void relayThatWasAnsweredSaysNothingAlsoWithoutAMessage() {
        OutboxRelay relay = relay(KafkaFixture.brokers());
        await("answered", () -> relay.obstacle().isEmpty());
    }

    @Test
    void relayGivesUpWhereSettingsCannotBeRead() {
        relay(UNREADABLE);
        await("it gives up", () -> !hopeless.isEmpty());
        assertThat(hopeless.getFirst().code()).isEqualTo(ErrorCode.REQUEST_INVALID);
    }

    /** Who may not speak to them today may tomorrow; brokers of an old version are of that version tomorrow. */
    @Test
    void whatBrokersAnswerSaysWhetherWaitingHelps() {
        NarrowgaugeException refused = BrokerFailure.met(NOWHERE, new SaslAuthenticationException("wrong password"));
        assertThat(refused.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(refused).hasMessageContainingAll("127.0.0.1:1", "wrong password", "kafka.");
        assertThat(BrokerFailure.hopeless(refused)).isEmpty();
        NarrowgaugeException old = BrokerFailure.met(NOWHERE, new UnsupportedVersionException("no such request"));
        assertThat(old.code()).isEqualTo(ErrorCode.BROKER_TOO_OLD);
        assertThat(BrokerFailure.hopeless(old)).contains(old);
        NarrowgaugeException away = BrokerFailure.met(NOWHERE, new NotLeaderOrFollowerException("elections"));
        assertThat(BrokerFailure.hopeless(away)).isEmpty();
    }

    private OutboxRelay relay(Brokers brokers) {
        OutboxRelay relay =
                OutboxRelay.start(new OutboxStore(jdbi), notifications, brokers, TaskTraces.NONE, hopeless::add);
        started.add(relay);
        return relay;
    }

    private TaskSource source(Brokers brokers) {
        DispatchGroup group = new DispatchGroup(brokers, GROUP, List.of(TaskTopic.QUANTIZE));
        return new DispatchedTasks(jobs, notifications, group);
    }
}
