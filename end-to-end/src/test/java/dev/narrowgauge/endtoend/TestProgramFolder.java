package dev.narrowgauge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The folder of a program as each image has it, and the scripts in it, on this system: that of a worker. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TestProgramFolder {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int TERMINATED = 143;

    @TempDir
    private static Path folder;

    private static Path home;

    @BeforeAll
    static void assemble() throws IOException {
        home = Files.createDirectory(folder.resolve("home"));
        for (Path file : DeployFiles.below("program")) {
            copy(file, home.resolve(file.getFileName()));
        }
        Files.createSymbolicLink(home.resolve("java"), Path.of(System.getProperty("java.home")));
        copyAll(Installation.ROOT.resolve("worker-app/target/quarkus-app"), home.resolve("program"));
        Path engine = Installation.ROOT.resolve("engine/runtime/target/engine");
        Files.createDirectories(home.resolve("engine/lib"));
        copy(engine.resolve("dependencies.txt"), home.resolve("engine/dependencies.txt"));
        try (var jars = Files.newDirectoryStream(engine.resolve("lib"), "jackson-core-*.jar")) {
            for (Path jar : jars) {
                copy(jar, home.resolve("engine/lib").resolve(jar.getFileName()));
            }
        }
    }

    /** A cache of the start looks at times. */
    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static void copyAll(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectories(to.resolve(from.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                copy(file, to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Test
    @Order(1)
    void startIsRecorded() throws Exception {
        ShellCommand recorded = ShellCommand.run(
                settings(), List.of(home.resolve("record-program").toString()));
        assertThat(recorded.status()).as(recorded.printed()).isZero();
        assertThat(home.resolve("program/program.aot")).isNotEmptyFile();
    }

    /** With a Java that does not start where the cache does not fit. */
    @Test
    @Order(2)
    void programStartsFromItsCacheAndItsHealthIsSeen() throws Exception {
        int port = Installation.freePort();
        Map<String, String> settings = settings();
        settings.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        settings.put("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://127.0.0.1:1/none");
        settings.put("NARROWGAUGE_SCHEMA_MAX_WAIT", "5m");
        settings.put("JAVA_TOOL_OPTIONS", "-XX:AOTMode=on");
        Path printed = folder.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(home.resolve("start").toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile());
        builder.environment().putAll(settings);
        Process process = builder.start();
        try {
            Service.await(LIMIT, () -> {
                assertThat(process.isAlive()).as(Files.readString(printed)).isTrue();
                return health("live", port) == 0;
            });
            assertThat(health("ready", port)).as("it waits for Postgres").isNotZero();
            process.destroy();
            assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(printed)).isEqualTo(TERMINATED);
            assertThat(health("live", port)).isNotZero();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static int health(String check, int port) throws Exception {
        return ShellCommand.run(home.resolve("health").toString(), check, String.valueOf(port))
                .status();
    }

    /** One that takes connections at an address of its own, and not at the one that everybody has. */
    @Test
    void healthOfAnApiWithTlsIsAskedWhereItListens() throws Exception {
        List<String> command = List.of(home.resolve("health").toString(), "live", "8080");
        try (ServerSocket api = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
            Map<String, String> settings = Map.of(
                    "QUARKUS_HTTP_INSECURE_REQUESTS",
                    "disabled",
                    "QUARKUS_HTTP_HOST",
                    api.getInetAddress().getHostAddress(),
                    "QUARKUS_HTTP_SSL_PORT",
                    String.valueOf(api.getLocalPort()));
            assertThat(ShellCommand.run(settings, command).status()).isZero();
            api.close();
            assertThat(ShellCommand.run(settings, command).status()).isNotZero();
        }
    }

    @Test
    @Order(3)
    void materialsAreWhatIsThere() throws Exception {
        ShellCommand listed =
                ShellCommand.run(home.resolve("sbom").toString(), "narrowgauge-worker", "1.0", "2026-01-01T00:00:00Z");
        assertThat(listed.status()).as(listed.printed()).isZero();
        JsonNode document = new JsonMapper().readTree(listed.printed());
        assertThat(document.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(document.at("/metadata/component/name").asText()).isEqualTo("narrowgauge-worker");
        Map<String, JsonNode> components = new HashMap<>();
        for (JsonNode component : document.path("components")) {
            assertThat(components.put(component.path("bom-ref").asText(), component))
                    .as("%s", component)
                    .isNull();
        }
        assertThat(components.get("java").path("version").asText()).isEqualTo(System.getProperty("java.version"));
        assertThat(components.keySet())
                .contains("program/quarkus-run.jar")
                .anyMatch(path -> path.startsWith("engine/lib/jackson-core-"));
        components.forEach((path, component) -> {
            if (path.startsWith("program/lib/main/") || path.startsWith("engine/lib/")) {
                assertThat(component.path("purl").asText()).as(path).startsWith("pkg:maven/");
                assertThat(component.at("/hashes/0/content").asText()).as(path).hasSize(64);
            }
        });
    }

    private static Map<String, String> settings() {
        return new HashMap<>(Map.of(
                "NARROWGAUGE_ENGINE_HOME",
                Installation.ROOT.resolve("engine/runtime/target/engine").toString(),
                "NARROWGAUGE_DATA_DIR",
                folder.resolve("data").toString(),
                "NARROWGAUGE_MACHINE_LOCK",
                folder.resolve("lock").toString()));
    }
}
