package dev.narrowgauge.queue;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.partitioningBy;

import dev.narrowgauge.db.OutboxStore;
import dev.narrowgauge.domain.trace.TraceParent;
import dev.narrowgauge.proto.v1.TaskRecord;
import io.opentelemetry.api.trace.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends dispatch messages to Kafka; a call returns when the broker has them all. Not for several threads at a time. */
final class TaskProducer implements AutoCloseable {
    private static final Duration DELIVERY = Duration.ofSeconds(10);

    /** The first message waits for the others of its batch, which come at once and end the wait. */
    private static final Duration LINGER = Duration.ofMillis(50);

    private final KafkaProducer<byte[], byte[]> producer;
    private final Brokers brokers;
    private final TaskTraces traces;
    private final TaskTopics topics;

    TaskProducer(Brokers brokers, TaskTraces traces) {
        this(brokers, traces, DELIVERY);
    }

    /** @param delivery how long the broker may take */
    TaskProducer(Brokers brokers, TaskTraces traces, Duration delivery) {
        int millis = (int) delivery.toMillis();
        this.brokers = brokers;
        this.traces = traces;
        this.topics = new TaskTopics(brokers);
        this.producer = connect(brokers.client(
                ProducerConfig.configNames(),
                Map.of(
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.LINGER_MS_CONFIG,
                        (int) LINGER.toMillis(),
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        millis,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        millis / 2,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        millis)));
    }

    private KafkaProducer<byte[], byte[]> connect(Map<String, Object> settings) {
        try {
            return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        } catch (KafkaException e) {
            topics.close();
            throw BrokerFailure.ofSettings(brokers, e);
        }
    }

    /** Returns once the brokers have answered, and are new enough. Fails as {@link BrokerFailure} says. */
    void requireBrokers() {
        try {
            topics.requireShareGroups();
        } catch (KafkaException e) {
            throw BrokerFailure.met(brokers, e);
        }
    }

    /**
     * Throws {@link KafkaException} when the broker does not take what it could; some may have been sent then.
     *
     * @return those for which there can be no topic
     */
    List<OutboxStore.Entry> send(List<OutboxStore.Entry> messages) {
        Set<String> refused =
                topics.ensure(messages.stream().map(OutboxStore.Entry::topic).toList());
        Map<Boolean, List<OutboxStore.Entry>> parts =
                messages.stream().collect(partitioningBy(message -> refused.contains(message.topic())));
        try {
            sendAll(parts.get(false));
        } catch (KafkaException e) {
            topics.forget();
            throw e;
        }
        return parts.get(true);
    }

    private void sendAll(List<OutboxStore.Entry> messages) {
        List<Span> spans = new ArrayList<>();
        try {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (OutboxStore.Entry message : messages) {
                Span span = traces.sending(message);
                spans.add(span);
                sent.add(producer.send(record(message, span)));
            }
            producer.flush();
            sent.forEach(TaskProducer::await);
        } finally {
            spans.forEach(Span::end);
        }
    }

    private static ProducerRecord<byte[], byte[]> record(OutboxStore.Entry message, Span span) {
        TaskRecord task = TaskRecord.newBuilder()
                .setJobId(message.jobId().toString())
                .setAttempt(message.attempt())
                .build();
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(message.topic(), task.toByteArray());
        TraceContexts.of(span)
                .ifPresent(parent ->
                        record.headers().add(TraceParent.HEADER, parent.text().getBytes(US_ASCII)));
        return record;
    }

    private static void await(Future<RecordMetadata> sent) {
        try {
            sent.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
        topics.close();
    }
}
