package dev.narrowgauge.queue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.narrowgauge.domain.trace.TraceParent;
import dev.narrowgauge.proto.v1.TaskRecord;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A member of a share group that takes one message at a time. For one thread. */
final class TaskConsumer implements AutoCloseable {
    private static final Logger LOG = System.getLogger(TaskConsumer.class.getName());
    private static final Duration CLOSE = Duration.ofSeconds(2);

    /** What to do with a message once it is known whether the job could be claimed. */
    enum Answer {
        /** It is dealt with. */
        ACCEPT,
        /** Somebody else, or we later, shall have it again. */
        RELEASE
    }

    interface Claimer {
        /** @param told the sending of the message; empty where that was not traced */
        Answer claim(UUID jobId, int attempt, Optional<TraceParent> told);
    }

    private final KafkaShareConsumer<byte[], byte[]> consumer;

    /** Creates topics and sets up the group before it joins. Fails as {@link BrokerFailure} says. */
    TaskConsumer(Brokers brokers, String group, List<String> topicNames) {
        try (TaskTopics topics = new TaskTopics(brokers)) {
            topics.requireShareGroups();
            // One that is refused has no records, and may be allowed later.
            var _ = topics.ensure(topicNames);
            readFromTheStart(topics, group);
        } catch (KafkaException e) {
            throw BrokerFailure.met(brokers, e);
        }
        this.consumer = new KafkaShareConsumer<>(
                brokers.client(
                        settingNames(),
                        Map.of(
                                ConsumerConfig.GROUP_ID_CONFIG,
                                group,
                                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                                1,
                                // While all slots are busy nobody polls, for as long as the longest job takes.
                                ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                                Integer.MAX_VALUE,
                                ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG,
                                "explicit",
                                ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG,
                                "record_limit")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        try {
            consumer.subscribe(topicNames);
        } catch (RuntimeException e) {
            // Whoever joins again each second would have one more each time.
            close();
            throw e;
        }
    }

    /** A member of a share group refuses to have interceptors. */
    private static Set<String> settingNames() {
        Set<String> names = new HashSet<>(ConsumerConfig.configNames());
        names.remove(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG);
        return names;
    }

    /** Who may not set up a group has a group that was set up for it. */
    private static void readFromTheStart(TaskTopics topics, String group) {
        try {
            topics.readFromTheStart(group);
        } catch (AuthorizationException e) {
            LOG.log(Level.DEBUG, "group {0} stays as it is: {1}", group, e.getMessage());
        }
    }

    /** Waits for a message and acknowledges it at once, before any work is done for it. */
    void poll(Duration timeout, Claimer claimer) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
            consumer.acknowledge(record, answer(record, claimer));
            consumer.commitSync();
        }
    }

    private static AcknowledgeType answer(ConsumerRecord<byte[], byte[]> record, Claimer claimer) {
        Optional<TaskRecord> task = parse(record.value());
        if (task.isEmpty()) {
            LOG.log(Level.ERROR, "record {0} of {1} is not a task and was dropped", record.offset(), record.topic());
            return AcknowledgeType.REJECT;
        }
        UUID jobId = UUID.fromString(task.get().getJobId());
        return switch (claimer.claim(jobId, task.get().getAttempt(), told(record))) {
            case ACCEPT -> AcknowledgeType.ACCEPT;
            case RELEASE -> AcknowledgeType.RELEASE;
        };
    }

    private static Optional<TraceParent> told(ConsumerRecord<byte[], byte[]> record) {
        return Optional.ofNullable(record.headers().lastHeader(TraceParent.HEADER))
                .map(Header::value)
                .flatMap(value -> TraceParent.read(new String(value, US_ASCII)));
    }

    private static Optional<TaskRecord> parse(byte[] value) {
        try {
            TaskRecord task = TaskRecord.parseFrom(value);
            UUID.fromString(task.getJobId());
            return Optional.of(task);
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Ends a poll that waits, from another thread. */
    void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close(CLOSE);
    }
}
