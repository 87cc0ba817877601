package dev.narrowgauge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts that install an agent on a machine without containers, into a folder in the place of that machine. */
class TestAgentInstaller {
    private static final int BAD_INPUT = 4;

    @TempDir
    private Path folder;

    private Path machine;
    private Path programs;
    private Path settings;
    private Path token;

    @BeforeEach
    void prepare() throws IOException {
        machine = folder.resolve("machine");
        programs = machine.resolve("opt/narrowgauge-agent");
        settings = machine.resolve("etc/narrowgauge");
        token = Files.writeString(folder.resolve("token"), "ngj_hidden\n");
    }

    /** As an archive has it, but for what only its program needs. */
    private Path unpacked(String release) throws IOException {
        Path unpacked = Files.createDirectory(folder.resolve(release));
        for (String file : List.of("install", "remove", "narrowgauge-agent.service", "agent.env")) {
            Files.copy(DeployFiles.FOLDER.resolve("agent").resolve(file), unpacked.resolve(file));
        }
        for (String script : List.of("install", "remove")) {
            Files.setPosixFilePermissions(unpacked.resolve(script), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.writeString(unpacked.resolve("release"), release + "\n");
        return unpacked;
    }

    private ShellCommand run(Path script, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        return ShellCommand.run(Map.of("DESTDIR", machine.toString()), command);
    }

    private void install(Path release, String... arguments) throws Exception {
        ShellCommand installed = run(release.resolve("install"), arguments);
        assertThat(installed.status()).as(installed.printed()).isZero();
    }

    @Test
    void settingsAndSecretsAreTheirOwnersAlone() throws Exception {
        install(
                unpacked("1"),
                "--cpus",
                "2-5",
                "--name",
                "lab-1",
                "--gateway",
                "https://narrowgauge.example:443",
                "--token-file",
                token.toString());
        Path file = settings.resolve("agent.env");
        assertThat(Files.readAllLines(file))
                .contains(
                        "NARROWGAUGE_AGENT_NAME=lab-1",
                        "NARROWGAUGE_AGENT_GATEWAY_URL=https://narrowgauge.example:443",
                        "NARROWGAUGE_AGENT_GATEWAY_TOKEN_FILE=/run/credentials/narrowgauge-agent.service/secrets_node-token")
                .noneMatch(line -> line.contains("ngj_hidden"));
        assertThat(settings.resolve("secrets/node-token")).hasContent("ngj_hidden");
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(settings.resolve("secrets"))).isEqualTo("rwx------");
        assertThat(mode(settings.resolve("secrets/node-token"))).isEqualTo("rw-------");
        Path units = machine.resolve("etc/systemd/system");
        assertThat(units.resolve("narrowgauge-agent.service"))
                .hasSameTextualContentAs(DeployFiles.FOLDER.resolve("agent/narrowgauge-agent.service"));
        assertThat(units.resolve("narrowgauge-agent.service.d/cpus.conf"))
                .hasContent("[Service]\nAllowedCPUs=2-5\nCPUAffinity=2-5\n");
    }

    /** Whoever unpacked it had a umask of their own, and so has whoever installs it. */
    @Test
    void programsAreReadByTheirUserAndWrittenByNobodyElse() throws Exception {
        Path release = unpacked("1");
        Files.setPosixFilePermissions(release.resolve("agent.env"), PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(release.resolve("remove"), PosixFilePermissions.fromString("rwxrwxrwx"));
        ShellCommand installed = ShellCommand.run(
                Map.of("DESTDIR", machine.toString()),
                List.of("sh", "-c", "umask 077; exec " + release.resolve("install")));
        assertThat(installed.status()).as(installed.printed()).isZero();

        Path current = programs.resolve("current").toRealPath();
        assertThat(mode(current.resolve("agent.env"))).isEqualTo("rw-r--r--");
        assertThat(mode(current.resolve("remove"))).isEqualTo("rwxr-xr-x");
        assertThat(mode(current)).isEqualTo("rwxr-xr-x");
        assertThat(mode(programs)).isEqualTo("rwxr-xr-x");
    }

    /** Whoever replaces a token or sets something may have left the file open. */
    @Test
    void settingsAndSecretsAreTheirOwnersAloneOnceMore() throws Exception {
        Path release = unpacked("1");
        install(release, "--token-file", token.toString());
        List<Path> files = List.of(settings.resolve("agent.env"), settings.resolve("secrets/node-token"));
        for (Path file : files) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        }
        install(release, "--token-file", token.toString());
        for (Path file : files) {
            assertThat(mode(file)).as("%s", file).isEqualTo("rw-------");
        }
        assertThat(names(settings.resolve("secrets"))).containsExactly("node-token");
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void upgradeKeepsSettingsAndTheReleaseBefore() throws Exception {
        install(unpacked("1"), "--name", "lab-1");
        install(unpacked("2"));
        install(unpacked("3"), "--cpus", "0");
        assertThat(programs.resolve("current").toRealPath()).endsWith(Path.of("releases/3"));
        assertThat(names(programs.resolve("releases"))).containsExactly("2", "3");
        assertThat(Files.readAllLines(settings.resolve("agent.env"))).contains("NARROWGAUGE_AGENT_NAME=lab-1");

        // Back to the one before.
        install(programs.resolve("releases/2"));
        assertThat(programs.resolve("current").toRealPath()).endsWith(Path.of("releases/2"));
        install(programs.resolve("releases/2"));
        assertThat(names(programs.resolve("releases"))).containsExactly("2", "3");
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void removalLeavesSettingsUnlessTheyAreToGo() throws Exception {
        Path release = unpacked("1");
        install(release, "--cpus", "0,2");
        assertThat(run(release.resolve("remove")).status()).isZero();
        assertThat(programs).doesNotExist();
        assertThat(names(machine.resolve("etc/systemd/system"))).isEmpty();
        assertThat(settings.resolve("agent.env")).exists();
        assertThat(run(release.resolve("remove"), "--purge").status()).isZero();
        assertThat(settings).doesNotExist();
    }

    /** An API of the same machine may have its certificate there. */
    @Test
    void removalLeavesWhatIsOfOthers() throws Exception {
        Path release = unpacked("1");
        install(release, "--token-file", token.toString());
        Path other = Files.writeString(settings.resolve("server.p12"), "of the API");
        assertThat(run(release.resolve("remove"), "--purge").status()).isZero();
        assertThat(names(settings)).containsExactly(other.getFileName().toString());
    }

    @Test
    void whatCannotBeMeantIsRefused() throws Exception {
        Path script = unpacked("1").resolve("install");
        for (List<String> arguments : List.of(
                List.of("--cpus", "all"),
                List.of("--unknown", "1"),
                List.of("--name"),
                List.of("--name", "lab 1"),
                List.of("--name", "lab-1\nPATH=/tmp"),
                List.of("--gateway", "https://narrowgauge.example\\n:443"),
                List.of("--token-file", "/absent"))) {
            ShellCommand refused = run(script, arguments.toArray(String[]::new));
            assertThat(refused.printed()).startsWith("error REQUEST_INVALID: ");
            assertThat(refused.status()).isEqualTo(BAD_INPUT);
        }
        assertThat(machine).doesNotExist();
    }
}
