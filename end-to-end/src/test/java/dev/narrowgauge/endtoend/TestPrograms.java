package dev.narrowgauge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.narrowgauge.servers.kafka.EmbeddedKafka;
import dev.narrowgauge.servers.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged programs of one role each, on servers that somebody else runs. */
class TestPrograms {
    private static final int TERMINATED = 143;
    private static final int BAD_INPUT = 4;
    private static final int TOO_OLD = 6;

    private static final String LOGIN = "login --key-file admin-key";
    private static final String STATUS = "status";
    private static final String FIRST_RUN =
            "run submit --model demo/digits-cnn.onnx --calibration demo/digits-calibration.npz --evaluation demo/digits-evaluation.npz --watch";
    private static final String VERIFY = "audit verify";

    @TempDir
    private static Path directory;

    private static EmbeddedPostgres postgres;
    private static EmbeddedKafka kafka;

    @BeforeAll
    static void startServers() {
        postgres = EmbeddedPostgres.startThrowAway(directory.resolve("postgres"));
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
    }

    @AfterAll
    static void stopServers() {
        kafka.close();
        postgres.close();
    }

    /** With the settings that the document exports and no more, but for ports that are free here, and a short measurement. */
    @Test
    void programsStartAsTheDocumentTells() throws Exception {
        OperationsDocument document = OperationsDocument.read();
        Map<String, String> settings = settings(document);
        assertThat(document.variables()).containsOnlyKeys(settings.keySet());
        assertThat(document.others()).isEmpty();
        assertThat(document.commands())
                .containsExactly(
                        "admin make-key admin-key",
                        "migrate",
                        "api",
                        "worker",
                        "agent",
                        LOGIN,
                        STATUS,
                        FIRST_RUN,
                        "backup-check",
                        VERIFY);

        assertThat(early(settings)).contains("error SCHEMA_TOO_OLD: ", "narrowgauge migrate");
        Path key = directory.resolve("admin-key");
        assertThat(Command.run(directory, "admin", "make-key", key.toString()).exitStatus())
                .isZero();
        assertThat(Command.run(directory, "admin", "make-key", key.toString()).error())
                .startsWith("error OUTPUT_NOT_WRITABLE: ");
        Map<String, String> ofMigrate = new HashMap<>(settings);
        ofMigrate.put("NARROWGAUGE_ADMIN_KEY_FILE", key.toString());
        assertThat(migrated(ofMigrate))
                .contains("narrowgauge.quantize", "narrowgauge.benchmark.x86-vnni", "The admin key ");
        assertThat(migrated(ofMigrate)).doesNotContain("narrowgauge.quantize", "The admin key ");

        unusableServersAreTold(settings);
        int gateway = Installation.freePort();
        Map<String, String> ofApi = with(settings, "NARROWGAUGE_API_GRPC_PORT", String.valueOf(gateway));
        try (TraceReceiver receiver = TraceReceiver.start();
                Program api = Program.start("api-app", directory, receiver.told(ofApi));
                Program worker = Program.start(
                        "worker-app", directory, receiver.told(with(settings, "NARROWGAUGE_LOG_JSON", "true")));
                Program agent =
                        Program.start("agent-app", directory, receiver.told(inAFile(settings, document.password())));
                Service service = new Service(api.port(), key)) {
            for (Program program : List.of(api, worker, agent)) {
                program.awaitReady();
                assertThatProbesAreAnswered(program);
            }
            Service.await(Duration.ofMinutes(3), service::hasNode);
            for (Program program : List.of(api, worker, agent)) {
                healthCheckOfTheImagesSees(program.port());
            }
            assertThat(api.metrics()).contains("narrowgauge_readings_age_seconds ", "narrowgauge_followers ");
            for (Program program : List.of(worker, agent)) {
                assertThat(program.metrics())
                        .contains("narrowgauge_job_attempt_seconds_count{", "jvm_memory_used_bytes{")
                        .doesNotContain("narrowgauge_readings_age_seconds");
            }
            firstVerdict(api.port());
            assertThat(api.metrics())
                    .contains("narrowgauge_child_seconds_count{outcome=\"finished\",task=\"inspect_model\"} ");
            oneTraceHasTheWholeRun(receiver);
            thisMachineAloneReaches(api.port());
            thisMachineAloneReaches(gateway);
            agentOutsideNeedsTheApiAlone(service, gateway);
            for (Program program : List.of(agent, worker, api)) {
                program.terminate();
                assertThat(program.awaitEnd()).as(program.printed()).isEqualTo(TERMINATED);
                assertThat(program.printed()).doesNotContain(" ERROR ", "\"level\":\"ERROR\"");
            }
            assertThat(worker.printed()).contains("\"level\":\"INFO\",\"logger\":\"io.quarkus\"");
        }
        assertThat(ended("migrate", settings, 0, "backup-check"))
                .contains("Looked at 4 contents of ", " and 1 verdict.", "All content is there")
                .doesNotContain("for want of evidence");
    }

    /** As somebody types it on the machine of the API, in the folder where the key is. */
    private static void firstVerdict(int port) throws Exception {
        assertThat(typed(port, LOGIN).exitStatus()).isZero();
        assertThat(typed(port, STATUS).output()).contains("READY");
        Command.Result run = typed(port, FIRST_RUN);
        assertThat(run.output()).as(run.error()).contains("Verdict: ");
        assertThat(run.exitStatus()).as("that of a verdict").isBetween(0, 3);
        assertThat(typed(port, VERIFY).exitStatus()).isZero();
    }

    private static Command.Result typed(int port, String command) throws Exception {
        String[] words = (command + " --server=http://127.0.0.1:" + port)
                .replace("demo/", Installation.ROOT.resolve("demo") + "/")
                .replace("admin-key", directory.resolve("admin-key").toString())
                .split(" ");
        return Command.run(directory, words);
    }

    private static void healthCheckOfTheImagesSees(int port) throws Exception {
        for (String check : List.of("live", "ready")) {
            ShellCommand health = ShellCommand.run(
                    DeployFiles.FOLDER.resolve("program/health").toString(), check, String.valueOf(port));
            assertThat(health.status()).as(health.printed()).isZero();
        }
    }

    /** Of the request, through the outbox and Kafka, in three programs and the engines that two of them start. */
    private static void oneTraceHasTheWholeRun(TraceReceiver receiver) throws Exception {
        Service.await(
                Duration.ofMinutes(1), () -> receiver.traceOf("benchmark job").isPresent());

        String trace = receiver.traceOf("benchmark job").orElseThrow();
        assertThat(receiver.traceOf("quantize job")).contains(trace);
        Service.await(Duration.ofMinutes(1), () -> receiver.namesIn(trace).contains("submitRun"));
        assertThat(receiver.namesIn(trace))
                .contains(
                        "submitRun", "send narrowgauge.quantize", "queue", "prepare", "calibrate", "store", "measure");
        assertThat(receiver.servicesIn(trace))
                .containsExactlyInAnyOrder("narrowgauge-api", "narrowgauge-worker", "narrowgauge-agent");
    }

    private static void assertThatProbesAreAnswered(Program program) throws Exception {
        List<String> probes = KeptManifests.probes();
        assertThat(probes).hasSize(3);
        for (String probe : probes) {
            assertThat(program.status(probe)).as(probe).isEqualTo(200);
        }
    }

    /** What does not answer is waited for, and they say so; what no waiting mends ends them. */
    private static void unusableServersAreTold(Map<String, String> settings) throws Exception {
        Map<String, String> noPostgres =
                with(settings, "QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://127.0.0.1:1/none");
        Map<String, String> noKafka = with(
                with(settings, "KAFKA_BOOTSTRAP_SERVERS", "broker.invalid:9092"), "NARROWGAUGE_API_GRPC_PORT", "0");
        try (Program worker = Program.start("worker-app", directory, noPostgres);
                Program api = Program.start("api-app", directory, noKafka)) {
            worker.awaitObstacle("Postgres does not answer");
            api.awaitObstacle("Kafka does not answer at broker.invalid:9092");
        }
        assertThat(ended("worker-app", with(settings, "KAFKA_SECURITY_PROTOCOL", "none"), BAD_INPUT))
                .contains("error REQUEST_INVALID: ", "security.protocol");
    }

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        Map<String, String> others = new HashMap<>(settings);
        others.put(name, value);
        return others;
    }

    /** At the addresses by which others know this machine, if it has any, nobody listens. */
    private static void thisMachineAloneReaches(int port) throws Exception {
        List<InetAddress> addresses = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();
        for (InetAddress address : addresses) {
            assertThatExceptionOfType(ConnectException.class)
                    .as("%s:%d", address, port)
                    .isThrownBy(() -> new Socket(address, port).close());
        }
    }

    /** Nothing listens where it would look for Postgres and Kafka. */
    private static void agentOutsideNeedsTheApiAlone(Service service, int gateway) throws Exception {
        Path folder = Files.createDirectories(directory.resolve("lab"));
        Path token = Files.writeString(folder.resolve("token"), service.nodeToken("lab-1") + "\n");
        Path file = Files.writeString(
                folder.resolve("agent.properties"),
                "narrowgauge.agent.gateway.url=http://localhost:%d\n".formatted(gateway));
        Map<String, String> settings = Map.of(
                "NARROWGAUGE_AGENT_NAME",
                "lab-1",
                "QUARKUS_CONFIG_LOCATIONS",
                file.toUri().toString(),
                "NARROWGAUGE_AGENT_GATEWAY_TOKEN_FILE",
                token.toString());
        try (Program agent = Program.start("agent-app", folder, settings)) {
            agent.awaitReady();
            Service.await(Duration.ofMinutes(3), () -> service.hasNode("lab-1"));
            agent.terminate();
            assertThat(agent.awaitEnd()).as(agent.printed()).isEqualTo(TERMINATED);
            assertThat(agent.printed()).doesNotContain(" ERROR ");
        }
    }

    private static String early(Map<String, String> settings) throws Exception {
        return ended("worker-app", with(settings, "NARROWGAUGE_SCHEMA_MAX_WAIT", "0s"), TOO_OLD);
    }

    private static String migrated(Map<String, String> settings) throws Exception {
        return ended("migrate", settings, 0);
    }

    private static String ended(String module, Map<String, String> settings, int status, String... arguments)
            throws Exception {
        try (Program program = Program.start(module, directory, settings, arguments)) {
            assertThat(program.awaitEnd()).as(program.printed()).isEqualTo(status);
            return program.printed();
        }
    }

    /** In a database that was made as the document tells. */
    private static Map<String, String> settings(OperationsDocument document) throws Exception {
        try (Connection superuser =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password());
                Statement statement = superuser.createStatement()) {
            for (String sql : document.statements()) {
                statement.execute(sql);
            }
        }
        Path password = Files.writeString(directory.resolve("database-password"), document.password() + "\n");
        return Map.of(
                "QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl().replaceFirst("/[^/]*$", "/narrowgauge"),
                "QUARKUS_DATASOURCE_USERNAME", document.variables().get("QUARKUS_DATASOURCE_USERNAME"),
                "QUARKUS_DATASOURCE_PASSWORD_FILE", password.toString(),
                "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                "NARROWGAUGE_BLOB_DIR", directory.resolve("blobs").toString());
    }

    /** The same, all in one file. */
    private static Map<String, String> inAFile(Map<String, String> settings, String password) throws IOException {
        Path file = Files.writeString(directory.resolve("agent.properties"), """
                quarkus.datasource.jdbc.url=%s
                quarkus.datasource.username=%s
                quarkus.datasource.password=%s
                kafka.bootstrap.servers=%s
                narrowgauge.blob.dir=%s
                narrowgauge.agent.forks=6
                """.formatted(
                        settings.get("QUARKUS_DATASOURCE_JDBC_URL"),
                        settings.get("QUARKUS_DATASOURCE_USERNAME"),
                        password,
                        settings.get("KAFKA_BOOTSTRAP_SERVERS"),
                        settings.get("NARROWGAUGE_BLOB_DIR")));
        return Map.of("QUARKUS_CONFIG_LOCATIONS", file.toUri().toString());
    }
}
