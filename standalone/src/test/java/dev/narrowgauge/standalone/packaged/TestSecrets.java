package dev.narrowgauge.standalone.packaged;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.servers.LoopbackPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service is told in confidence stays in its own memory and where it was told. */
class TestSecrets {
    private static final String GIVEN = "a-secret-that-was-given";
    private static final List<String> VARIABLES = List.of(
            "AWS_SECRET_ACCESS_KEY",
            "NARROWGAUGE_AGENT_GATEWAY_TOKEN",
            "KAFKA_SSL_KEYSTORE_PASSWORD",
            "SOMETHING_ELSE");

    @TempDir
    private Path directory;

    @Test
    void secretsAreInNoChildNoListOfProcessesNoLogAndNoAnswer() throws Exception {
        Map<String, String> environment = new HashMap<>();
        VARIABLES.forEach(name -> environment.put(name, GIVEN));
        try (PackagedApp app = PackagedApp.start(environment, directory, LoopbackPort.free(), 0)) {
            assertThat(app.awaitReady().toString()).doesNotContain(GIVEN);
            PackagedApp.await(Duration.ofMinutes(3), () -> isSomeChild(app, "onnxruntime"));
            assertThat(isSomeChild(app, "postgres")).isTrue();

            List<String> secrets = List.of(GIVEN, Files.readString(directory.resolve("postgres/password")));
            for (String secret : secrets) {
                assertThat(commandLine(app.pid())).doesNotContain(secret);
                for (ProcessHandle child : app.children()) {
                    assertThat(shown(child)).as("process %d", child.pid()).doesNotContain(secret);
                }
                assertThat(app.postJson("/v1/runs", "{\"name\": 7}")).doesNotContain(secret);
                assertThat(app.get("/v1/models?limit=x")).doesNotContain(secret);
                for (Path log : List.of(directory.resolve("logs"), directory.resolve("postgres/postgres.log"))) {
                    assertThat(written(log)).doesNotContain(secret);
                }
            }
        }
    }

    private static boolean isSomeChild(PackagedApp app, String word) throws IOException {
        for (ProcessHandle child : app.children()) {
            if (shown(child).contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** Its command line and its environment; nothing of one that has ended meanwhile. */
    private static String shown(ProcessHandle child) throws IOException {
        try {
            return commandLine(child.pid()) + Files.readString(proc(child.pid(), "environ"), ISO_8859_1);
        } catch (IOException e) {
            if (child.isAlive()) {
                throw e;
            }
            return "";
        }
    }

    private static String commandLine(long pid) throws IOException {
        return Files.readString(proc(pid, "cmdline"), ISO_8859_1);
    }

    private static Path proc(long pid, String name) {
        return Path.of("/proc", String.valueOf(pid), name);
    }

    private static String written(Path log) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(log)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                text.append(Files.readString(file, ISO_8859_1));
            }
        }
        assertThat(text).isNotEmpty();
        return text.toString();
    }
}
