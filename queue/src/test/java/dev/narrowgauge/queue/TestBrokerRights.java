package dev.narrowgauge.queue;

import static dev.narrowgauge.db.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.db.OutboxStore;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.tls.SelfSigned;
import dev.narrowgauge.servers.LoopbackPort;
import dev.narrowgauge.servers.kafka.EmbeddedKafka;
import dev.narrowgauge.servers.kafka.ProtectedListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that clients reach by TLS and with passwords alone, whose users have the rights of docs/operations.md and no others. */
class TestBrokerRights {
    private static final String QUANTIZE = "narrowgauge.quantize";
    private static final String BENCHMARK = "narrowgauge.benchmark.x86-vnni";
    private static final List<String> GROUPS = List.of(TaskGroup.WORKERS, TaskGroup.AGENTS);
    private static final Map<String, String> PASSWORDS = Map.of(
            "migrate", "of-migrate",
            "api", "of-api",
            "worker", "of-worker",
            "agent", "of-agent");
    private static final Duration POLL = Duration.ofMillis(200);

    @TempDir
    private static Path folder;

    private static Path authorities;
    private static int port;
    private static EmbeddedKafka kafka;
    private static Admin operator;

    @BeforeAll
    static void start() throws Exception {
        SelfSigned broker = SelfSigned.create("broker");
        authorities = broker.writeCertificate(folder.resolve("authorities.pem"));
        Path keys = broker.writeStore(folder.resolve("broker.p12"));
        port = LoopbackPort.free();
        kafka = EmbeddedKafka.start(
                folder.resolve("kafka"), new ProtectedListener(port, keys, SelfSigned.PASSWORD, PASSWORDS));
        // At the listener that nobody else comes to.
        operator = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        giveRights();
        assertThat(DispatchSetup.complete(brokers("migrate"), List.of(QUANTIZE, BENCHMARK), GROUPS))
                .containsExactly(QUANTIZE, BENCHMARK);
        await(
                "the broker has them",
                () -> answer(operator.listTopics().names()).containsAll(List.of(QUANTIZE, BENCHMARK)));
    }

    @AfterAll
    static void stop() {
        operator.close();
        kafka.close();
    }

    private static void giveRights() throws Exception {
        List<AclBinding> rights = List.of(
                right("migrate", ResourceType.TOPIC, "narrowgauge.", AclOperation.CREATE),
                right("migrate", ResourceType.TOPIC, "narrowgauge.", AclOperation.DESCRIBE),
                right("migrate", ResourceType.GROUP, "narrowgauge.", AclOperation.ALTER_CONFIGS),
                right("api", ResourceType.TOPIC, "narrowgauge.", AclOperation.DESCRIBE),
                right("api", ResourceType.TOPIC, "narrowgauge.", AclOperation.WRITE),
                right("worker", ResourceType.TOPIC, QUANTIZE, AclOperation.DESCRIBE),
                right("worker", ResourceType.TOPIC, QUANTIZE, AclOperation.READ),
                right("worker", ResourceType.GROUP, TaskGroup.WORKERS, AclOperation.READ),
                right("agent", ResourceType.TOPIC, "narrowgauge.benchmark.", AclOperation.DESCRIBE),
                right("agent", ResourceType.TOPIC, "narrowgauge.benchmark.", AclOperation.READ),
                right("agent", ResourceType.GROUP, TaskGroup.AGENTS, AclOperation.READ));
        operator.createAcls(rights).all().get();
        await(
                "the broker knows all",
                () -> answer(operator.describeAcls(AclBindingFilter.ANY).values())
                                .size()
                        == rights.size());
    }

    private static AclBinding right(String user, ResourceType type, String prefix, AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(type, prefix, PatternType.PREFIXED),
                new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
    }

    private static <T> T answer(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Brokers brokers(String user) {
        return brokers(user, PASSWORDS.get(user), authorities);
    }

    private static Brokers brokers(String user, String password, Path trusted) {
        return new Brokers(
                Map.of(
                        "bootstrap.servers",
                        "127.0.0.1:" + port,
                        "security.protocol",
                        "SASL_SSL",
                        "sasl.mechanism",
                        "PLAIN",
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";"
                                .formatted(user, password),
                        "ssl.truststore.type",
                        "PEM",
                        "ssl.truststore.location",
                        trusted.toString()),
                new TopicLayout(1, OptionalInt.empty()));
    }

    @Test
    void rolesDoTheirWork() {
        UUID quantize = UUID.randomUUID();
        UUID benchmark = UUID.randomUUID();
        try (TaskProducer producer = new TaskProducer(brokers("api"), TaskTraces.NONE)) {
            producer.requireBrokers();
            assertThat(producer.send(List.of(entry(quantize, QUANTIZE), entry(benchmark, BENCHMARK))))
                    .isEmpty();
        }
        awaitTask("worker", TaskGroup.WORKERS, QUANTIZE, quantize);
        awaitTask("agent", TaskGroup.AGENTS, BENCHMARK, benchmark);
    }

    @Test
    void rolesDoNothingElse() {
        // A topic whose name nobody may look at is one of those that cannot be, and keeps no other message waiting.
        try (TaskProducer producer = new TaskProducer(brokers("worker"), TaskTraces.NONE)) {
            assertThat(producer.send(List.of(entry(UUID.randomUUID(), BENCHMARK))))
                    .hasSize(1);
            assertThatExceptionOfType(KafkaException.class)
                    .isThrownBy(() -> producer.send(List.of(entry(UUID.randomUUID(), QUANTIZE))))
                    .satisfies(failure ->
                            assertThat(causes(failure)).hasAtLeastOneElementOfType(AuthorizationException.class));
        }
        assertMayNotRead("api", TaskGroup.WORKERS, QUANTIZE);
        assertMayNotRead("worker", TaskGroup.AGENTS, QUANTIZE);
        assertMayNotRead("worker", TaskGroup.WORKERS, BENCHMARK);
        assertMayNotRead("agent", TaskGroup.AGENTS, QUANTIZE);
        for (String user : List.of("api", "worker", "agent")) {
            assertThatExceptionOfType(NarrowgaugeException.class)
                    .as(user)
                    .isThrownBy(
                            () -> DispatchSetup.complete(brokers(user), List.of("narrowgauge.quantize.r9"), List.of()))
                    .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.REQUEST_INVALID));
        }
    }

    @Test
    void passwordAndCertificateMustBeGood() throws Exception {
        assertRefused(brokers("api", "of-worker", authorities), "the password");
        Path others = SelfSigned.create("another").writeCertificate(folder.resolve("others.pem"));
        assertRefused(brokers("api", PASSWORDS.get("api"), others), "kafka.ssl.truststore");
    }

    private static void assertRefused(Brokers brokers, String help) {
        try (TaskProducer producer = new TaskProducer(brokers, TaskTraces.NONE)) {
            assertThatExceptionOfType(NarrowgaugeException.class)
                    .isThrownBy(producer::requireBrokers)
                    .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.ACCESS_DENIED))
                    .satisfies(refusal ->
                            assertThat(refusal.getMessage()).contains(help).doesNotContain(PASSWORDS.values()));
        }
    }

    private static List<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).toList();
    }

    private static void awaitTask(String user, String group, String topic, UUID job) {
        Set<UUID> seen = new HashSet<>();
        try (TaskConsumer consumer = new TaskConsumer(brokers(user), group, List.of(topic))) {
            await("the message comes to " + user, () -> {
                consumer.poll(POLL, (id, _, _) -> {
                    seen.add(id);
                    return TaskConsumer.Answer.ACCEPT;
                });
                return seen.contains(job);
            });
        }
    }

    private static void assertMayNotRead(String user, String group, String topic) {
        try (TaskConsumer consumer = new TaskConsumer(brokers(user), group, List.of(topic))) {
            await(user + " is refused", () -> isRefused(consumer));
        }
    }

    private static boolean isRefused(TaskConsumer consumer) {
        try {
            consumer.poll(POLL, (_, _, _) -> {
                throw new AssertionError("has read a message");
            });
            return false;
        } catch (AuthorizationException _) {
            return true;
        } catch (KafkaException e) {
            throw new AssertionError("refused otherwise", e);
        }
    }

    private static OutboxStore.Entry entry(UUID job, String topic) {
        return new OutboxStore.Entry(1, job, 1, topic, Optional.empty());
    }
}
