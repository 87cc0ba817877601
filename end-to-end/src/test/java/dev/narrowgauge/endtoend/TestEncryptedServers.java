package dev.narrowgauge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.tls.SelfSigned;
import dev.narrowgauge.servers.LoopbackPort;
import dev.narrowgauge.servers.kafka.EmbeddedKafka;
import dev.narrowgauge.servers.kafka.ProtectedListener;
import dev.narrowgauge.servers.postgres.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged programs where Postgres and Kafka prove by certificates who they are. */
class TestEncryptedServers {
    private static final String USER = "narrowgauge";
    private static final String PASSWORD = "of-kafka";

    @TempDir
    private static Path directory;

    private static Path authorities;
    private static int kafkaPort;
    private static EmbeddedPostgres postgres;
    private static EmbeddedKafka kafka;

    @BeforeAll
    static void startServers() throws Exception {
        SelfSigned servers = SelfSigned.create("servers");
        authorities = servers.writeCertificate(directory.resolve("authorities.pem"));
        postgres = EmbeddedPostgres.startThrowAway(directory.resolve("postgres"));
        encryptPostgres(servers.writeKey(directory.resolve("servers.key")));
        kafkaPort = LoopbackPort.free();
        Path keys = servers.writeStore(directory.resolve("servers.p12"));
        kafka = EmbeddedKafka.start(
                directory.resolve("kafka"),
                new ProtectedListener(kafkaPort, keys, SelfSigned.PASSWORD, Map.of(USER, PASSWORD)));
        letIn();
    }

    @AfterAll
    static void stopServers() {
        kafka.close();
        postgres.close();
    }

    /** The server itself writes its files, since it may run as another user than this process. */
    private static void encryptPostgres(Path key) throws Exception {
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password());
                Statement statement = connection.createStatement()) {
            statement.execute(written(authorities, "server.crt"));
            statement.execute(written(key, "server.key"));
            statement.execute("ALTER SYSTEM SET ssl = on");
            statement.execute("SELECT pg_reload_conf()");
        }
        Service.await(Duration.ofMinutes(1), TestEncryptedServers::isEncrypted);
    }

    private static String written(Path file, String name) throws Exception {
        return "COPY (SELECT regexp_split_to_table('%s', '\n')) TO PROGRAM 'umask 077 && cat > %s'"
                .formatted(String.join("\n", Files.readAllLines(file)), name);
    }

    private static boolean isEncrypted() {
        try {
            DriverManager.getConnection(url(authorities), postgres.username(), postgres.password())
                    .close();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private static String url(Path trusted) {
        return "%s?sslmode=verify-full&sslrootcert=%s".formatted(postgres.jdbcUrl(), trusted);
    }

    private static void letIn() throws Exception {
        try (Admin operator = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            operator.createAcls(Stream.of(ResourceType.TOPIC, ResourceType.GROUP)
                            .map(type -> new AclBinding(
                                    new ResourcePattern(type, "narrowgauge.", PatternType.PREFIXED),
                                    new AccessControlEntry(
                                            "User:" + USER, "*", AclOperation.ALL, AclPermissionType.ALLOW)))
                            .toList())
                    .all()
                    .get();
        }
    }

    @Test
    void programsReachServersWhoseCertificatesTheyTrust() throws Exception {
        Map<String, String> settings = settings();
        try (Program migrate = Program.start("migrate", directory, settings)) {
            assertThat(migrate.awaitEnd()).as(migrate.printed()).isZero();
        }
        Path strangers = SelfSigned.create("strangers").writeCertificate(directory.resolve("strangers.pem"));
        Map<String, String> wrongPostgres = with(settings, "QUARKUS_DATASOURCE_JDBC_URL", url(strangers));
        Map<String, String> wrongKafka = with(settings, "KAFKA_SSL_TRUSTSTORE_LOCATION", strangers.toString());
        try (Program worker = Program.start("worker-app", directory, settings);
                Program withoutPostgres = Program.start("worker-app", directory, wrongPostgres);
                Program withoutKafka = Program.start("worker-app", directory, wrongKafka)) {
            withoutPostgres.awaitObstacle("Postgres does not answer");
            withoutKafka.awaitObstacle("do not trust each other's certificates");
            worker.awaitReady();
            assertThat(unencryptedConnections()).isEmpty();
            for (Program program : List.of(worker, withoutPostgres, withoutKafka)) {
                assertThat(program.printed()).doesNotContain(PASSWORD, postgres.password());
            }
        }
    }

    /** Names of programs that have one; that of this test is none of theirs. */
    private static List<String> unencryptedConnections() throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(url(authorities), postgres.username(), postgres.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT coalesce(string_agg(application_name, ', '), '') FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
                        WHERE NOT ssl AND backend_type = 'client backend'""")) {
            rows.next();
            return rows.getString(1).lines().toList();
        }
    }

    private static Map<String, String> settings() throws Exception {
        Path password = Files.writeString(directory.resolve("database-password"), postgres.password() + "\n");
        Path jaas = Files.writeString(
                directory.resolve("kafka-jaas"),
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";"
                        .formatted(USER, PASSWORD));
        return Map.of(
                "QUARKUS_DATASOURCE_JDBC_URL", url(authorities),
                "QUARKUS_DATASOURCE_USERNAME", postgres.username(),
                "QUARKUS_DATASOURCE_PASSWORD_FILE", password.toString(),
                "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + kafkaPort,
                "KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
                "KAFKA_SASL_MECHANISM", "PLAIN",
                "KAFKA_SASL_JAAS_CONFIG_FILE", jaas.toString(),
                "KAFKA_SSL_TRUSTSTORE_TYPE", "PEM",
                "KAFKA_SSL_TRUSTSTORE_LOCATION", authorities.toString(),
                "NARROWGAUGE_BLOB_DIR", directory.resolve("blobs").toString());
    }

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        Map<String, String> others = new HashMap<>(settings);
        others.put(name, value);
        return others;
    }
}
