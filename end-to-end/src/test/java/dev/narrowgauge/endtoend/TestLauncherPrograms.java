package dev.narrowgauge.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher in a checkout of its own, with a build that only says that it was called and a Java that says what with. */
class TestLauncherPrograms {
    private static final int THIS_MACHINE = 6;
    private static final String ROLES = "-pl engine/runtime,cli,api-app,worker-app,agent-app,migrate -am";

    private static final String BUILD = """
            #!/bin/sh
            echo "$*" >>builds
            sleep 0.2
            """;

    /** Runs until its input ends, where it is a program that is to stay. */
    private static final String JAVA = """
            #!/bin/sh
            printf '%s\\n' "umask $(umask)" "$@"
            if [ -n "${STAYS:-}" ]; then
                read -r line || :
            fi
            """;

    @TempDir
    private Path folder;

    private Path checkout;
    private Path jdk;

    private record Ended(int status, List<String> lines) {}

    @BeforeEach
    void checkOut() throws IOException {
        checkout = Files.createDirectory(folder.toRealPath().resolve("checkout"));
        Files.copy(Installation.ROOT.resolve("narrowgauge"), checkout.resolve("narrowgauge"));
        executable(checkout.resolve("mvnw"), BUILD);
        jdk = folder.toRealPath().resolve("jdk");
        Files.createDirectories(jdk.resolve("bin"));
        executable(jdk.resolve("bin/java"), JAVA);
        executable(jdk.resolve("bin/javac"), JAVA);
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
    }

    private static void executable(Path file, String content) throws IOException {
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @ParameterizedTest
    @CsvSource({
        "api,api-app,-Xmx512m",
        "worker,worker-app,-Xmx256m",
        "agent,agent-app,-Xmx256m",
        "migrate,migrate,-Xmx256m"
    })
    void commandOfARoleStartsItsProgram(String command, String module, String heap) throws Exception {
        Ended ended = launch(command, "--some", "argument");
        assertThat(ended.status()).as(String.join("\n", ended.lines())).isZero();
        String program = checkout.resolve(module)
                .resolve("target/quarkus-app/quarkus-run.jar")
                .toString();
        assertThat(ended.lines()).contains(heap, "umask 0077").containsSequence("-jar", program, "--some", "argument");
        assertThat(builds()).singleElement().asString().contains(ROLES);
        launch(command);
        assertThat(builds()).as("nothing is newer").hasSize(1);
    }

    @Test
    void backupsAreCheckedByTheProgramThatMigrates() throws Exception {
        String program = checkout.resolve("migrate")
                .resolve("target/quarkus-app/quarkus-run.jar")
                .toString();
        assertThat(launch("backup-check").lines()).containsSequence("-jar", program, "backup-check");
    }

    @Test
    void firstStartsAtTheSameTimeShareOneBuild() throws Exception {
        requireFileLocks();
        Process worker = start("worker");
        Process agent = start("agent");
        assertThat(end(worker).status()).isZero();
        assertThat(end(agent).status()).isZero();
        assertThat(builds()).hasSize(1);
    }

    /** As where a checkout was brought to another release, and one of two programs is started again. */
    @Test
    void whatARunningProgramLoadsFromIsNotReplaced() throws Exception {
        requireFileLocks();
        Process worker = start("worker", "stays");
        BufferedReader output = worker.inputReader(UTF_8);
        String line = output.readLine();
        while (!line.equals("stays")) {
            line = output.readLine();
        }
        Path source = Files.writeString(checkout.resolve("pom.xml"), "of another release");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plus(Duration.ofHours(1))));
        Ended refused = launch("agent");
        assertThat(refused.lines()).singleElement().asString().startsWith("error MACHINE_BUSY: ");
        assertThat(refused.status()).isEqualTo(THIS_MACHINE);
        assertThat(builds()).hasSize(1);

        worker.outputWriter(UTF_8).close();
        assertThat(worker.waitFor()).isZero();
        assertThat(launch("agent").status()).isZero();
        assertThat(builds()).hasSize(2);
    }

    private static void requireFileLocks() {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "flock"))),
                "there is no flock");
    }

    private List<String> builds() throws IOException {
        return Files.readAllLines(checkout.resolve("builds"));
    }

    private Ended launch(String... arguments) throws Exception {
        Process process = start(arguments);
        process.outputWriter(UTF_8).close();
        return end(process);
    }

    private static Ended end(Process process) throws Exception {
        List<String> lines = process.inputReader(UTF_8).lines().toList();
        return new Ended(process.waitFor(), lines);
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = Stream.concat(
                        Stream.of("sh", checkout.resolve("narrowgauge").toString()), Stream.of(arguments))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().put("STAYS", List.of(arguments).contains("stays") ? "yes" : "");
        return builder.start();
    }
}
