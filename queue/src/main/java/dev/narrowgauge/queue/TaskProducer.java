package dev.narrowgauge.queue;

import dev.narrowgauge.db.OutboxStore;
import dev.narrowgauge.proto.v1.TaskRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends bells to Kafka; a call returns when the broker has them all. Not for several threads at a time. */
final class TaskProducer implements AutoCloseable {
    private static final int DELIVERY_MILLIS = 10_000;

    private final KafkaProducer<byte[], byte[]> producer;
    private final TaskTopics topics;

    TaskProducer(String bootstrapServers) {
        this.topics = new TaskTopics(bootstrapServers);
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        DELIVERY_MILLIS,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        DELIVERY_MILLIS / 2,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        DELIVERY_MILLIS),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Throws {@link KafkaException} when the broker does not take them all; some may have been sent then. */
    void send(List<OutboxStore.Entry> bells) {
        topics.ensure(bells.stream().map(OutboxStore.Entry::topic).toList());
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (OutboxStore.Entry bell : bells) {
            TaskRecord task = TaskRecord.newBuilder()
                    .setJobId(bell.jobId().toString())
                    .setAttempt(bell.attempt())
                    .build();
            sent.add(producer.send(new ProducerRecord<>(bell.topic(), task.toByteArray())));
        }
        sent.forEach(TaskProducer::await);
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
