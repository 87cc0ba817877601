package dev.narrowgauge.queue;

import static dev.narrowgauge.db.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import dev.narrowgauge.db.Database;
import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.PostgresFixture;
import dev.narrowgauge.db.Samples;
import dev.narrowgauge.db.notify.Notifications;
import dev.narrowgauge.domain.job.Job;
import dev.narrowgauge.domain.job.JobState;
import dev.narrowgauge.domain.variant.Variant;
import dev.narrowgauge.proto.v1.TaskRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** A service that is newer than the worker has sent the record. */
class TestNewerRecord {
    private static final String TOPIC = "narrowgauge.tests.newer-record";
    private static final int OF_TOMORROW = 99;
    private static final TaskSettings SETTINGS =
            new TaskSettings("worker", 1, Duration.ofMinutes(5), Duration.ofMinutes(1), TaskTraces.NONE);

    private final DataSource dataSource = PostgresFixture.migrated();
    private final JobStore jobs = new JobStore(Database.jdbi(dataSource));

    @Test
    void recordWithAFieldThatIsNotKnownIsATask() throws Exception {
        Job job = jobs.ofRun(Samples.submit(Database.jdbi(dataSource)).id()).getFirst();
        try (TaskTopics topics = new TaskTopics(KafkaFixture.brokers())) {
            assertThat(topics.ensure(List.of(TOPIC))).isEmpty();
        }
        send(record(job));
        try (Notifications notifications = Notifications.start(dataSource);
                TaskLoop _ = TaskLoop.start(SETTINGS, source(notifications), this::finish, _ -> {})) {
            await("it is done", () -> jobs.find(job.id()).orElseThrow().state() == JobState.SUCCEEDED);
        }
    }

    private static TaskRecord record(Job job) {
        UnknownFieldSet.Field field =
                UnknownFieldSet.Field.newBuilder().addVarint(1).build();
        return TaskRecord.newBuilder()
                .setJobId(job.id().toString())
                .setAttempt(job.attempt())
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(OF_TOMORROW, field)
                        .build())
                .build();
    }

    private static void send(TaskRecord task) throws Exception {
        Map<String, Object> settings = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, KafkaFixture.bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, task.toByteArray())).get();
        }
    }

    private List<TaskResult> finish(Task task) {
        Variant variant = Samples.variant(task.job());
        return List.of(new TaskResult(task, () -> jobs.finishQuantize(task.jobId(), task.attempt(), variant)));
    }

    private TaskSource source(Notifications notifications) {
        DispatchGroup group = new DispatchGroup(KafkaFixture.brokers(), "tests-newer-record", List.of(TOPIC));
        return new DispatchedTasks(jobs, notifications, group);
    }
}
