package dev.narrowgauge.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands in {@code deploy} is what the programs have, and their own tools can read it. */
class TestDeployFiles {
    private static final String UNIT = "agent/narrowgauge-agent.service";

    /** What only the script that starts a program of an image knows. */
    private static final Set<String> OF_THE_IMAGES = Set.of("NARROWGAUGE_HEAP");

    /** In text and in files of settings. */
    private static final String DOTTED_NAME = "\\b((?:quarkus|narrowgauge)\\.[a-zA-Z0-9.-]+)";

    private static final String VARIABLE = "\\b((?:NARROWGAUGE|QUARKUS)_[A-Z0-9_]*[A-Z0-9])\\b";

    @TempDir
    private Path folder;

    @Test
    void shellScriptsAreGoodShell() throws Exception {
        List<Path> scripts = scripts();
        assertThat(scripts)
                .contains(DeployFiles.FOLDER.resolve("images/build"), Installation.ROOT.resolve("narrowgauge"));
        for (Path script : scripts) {
            ShellCommand syntax = ShellCommand.run(interpreter(script), "-n", script.toString());
            assertThat(syntax.printed()).as("%s", script).isEmpty();
            assertThat(Files.isExecutable(script)).as("%s", script).isTrue();
        }
        assumeTrue(ShellCommand.works("shellcheck", "--version"), "there is no shellcheck");
        List<String> command = new ArrayList<>(List.of("shellcheck", "--severity=warning"));
        scripts.forEach(script -> command.add(script.toString()));
        assertThat(ShellCommand.run(Map.of(), command).printed()).isEmpty();
    }

    private static List<Path> scripts() throws IOException {
        List<Path> scripts = new ArrayList<>(List.of(
                Installation.ROOT.resolve("narrowgauge"),
                Installation.ROOT.resolve(".ci/run"),
                Installation.ROOT.resolve("bench/local.sh"),
                Installation.ROOT.resolve("bench/processors.sh")));
        for (Path file : DeployFiles.below("")) {
            if (!interpreter(file).isEmpty()) {
                scripts.add(file);
            }
        }
        return scripts;
    }

    /** Empty where the file is no shell script. */
    private static String interpreter(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file, ISO_8859_1)) {
            String first = lines.findFirst().orElse("");
            return DeployFiles.found("^#!.*\\b(sh|bash)$", first).stream()
                    .findFirst()
                    .orElse("");
        }
    }

    @Test
    void unitIsOneThatSystemdReads() throws Exception {
        assumeTrue(ShellCommand.works("systemd-analyze", "--version"), "there is no systemd");
        Path program = Files.writeString(folder.resolve("start"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        String unit = DeployFiles.read(UNIT).replace("/opt/narrowgauge-agent/current/start", program.toString());
        Path file = Files.writeString(folder.resolve("narrowgauge-agent.service"), unit);
        ShellCommand verified = ShellCommand.run("systemd-analyze", "verify", "--man=no", file.toString());
        assertThat(verified.printed()).doesNotContain("narrowgauge-agent.service");
        assertThat(verified.status()).as(verified.printed()).isZero();
    }

    /** Each of these leaves a service some devices only, and graphics cards are none of them. */
    @Test
    void unitTakesNoDeviceAway() throws IOException {
        assertThat(DeployFiles.found(
                        "^(PrivateDevices|ProtectClock|DevicePolicy|DeviceAllow)=", DeployFiles.read(UNIT)))
                .isEmpty();
    }

    @Test
    void composeFilesAreReadByTheirTool() throws Exception {
        Optional<ComposeTool> tool = ComposeTool.here();
        assumeTrue(tool.isPresent(), "there is no tool for compose files");
        Path folder = DeployFiles.FOLDER.resolve("compose");
        ShellCommand read = ShellCommand.run(
                Map.of("API_HOSTS", "narrowgauge.example"),
                tool.orElseThrow().reading(folder.resolve("compose.yaml"), folder.resolve("compose.tls.yaml")));
        assertThat(read.status()).as(read.printed()).isZero();
        assertThat(read.printed()).contains("localhost/narrowgauge/api:", "server.p12", "narrowgauge_worker");
    }

    @ParameterizedTest
    @CsvSource({"api,api-app", "worker,worker-app", "agent,agent-app", "migrate,migrate"})
    void imageHasWhatItsProgramHas(String name, String module) throws IOException {
        String image = DeployFiles.read("images/%s.Containerfile".formatted(name));
        String launcher = Files.readString(Installation.ROOT.resolve("narrowgauge"));
        assertThat(DeployFiles.found("^ENV NARROWGAUGE_HEAP=(\\S+)$", image))
                .isEqualTo(DeployFiles.found("start_program (\\w+) %s ".formatted(module), launcher).stream()
                        .distinct()
                        .toList());
        assertThat(image).contains("COPY %s/target/quarkus-app /opt/narrowgauge/program\n".formatted(module));
        assertThat(DeployFiles.found("^USER (.*)$", image)).containsExactly("10001:10001");
        assertThat(DeployFiles.found("^EXPOSE (\\d+)$", image)).isEqualTo(ports(name, module));
        assertThat(DeployFiles.found("^HEALTHCHECK .*\"/opt/narrowgauge/health\", \"live\", \"(\\d+)\"\\]$", image))
                .isEqualTo(ports(name, module).stream().limit(1).toList());
        if (!name.equals("migrate")) {
            assertThat(DeployFiles.found("health, ready, \"(\\d+)\"", service(name)))
                    .containsExactly(ports(name, module).getFirst());
        }
    }

    /** Where the program listens unless it is told otherwise, its health checks first. */
    private static List<String> ports(String name, String module) throws IOException {
        String settings = Files.readString(
                Installation.ROOT.resolve(module).resolve("src/main/resources/application.properties"));
        return switch (name) {
            case "api" -> List.of("8080", defaultOf("narrowgauge.api.grpc.port"));
            case "migrate" -> List.of();
            default -> DeployFiles.found("^quarkus.http.port=(\\d+)$", settings);
        };
    }

    /** As the document of the settings has it, which is made from the code. */
    private static String defaultOf(String key) throws IOException {
        String document = Files.readString(Installation.ROOT.resolve("docs/configuration.md"));
        return DeployFiles.found("^\\| `%s` \\|[^|]*\\|[^|]*\\| `([^`]*)` \\|".formatted(key), document)
                .getFirst();
    }

    /** The lines of one service. */
    private static String service(String name) throws IOException {
        return DeployFiles.found(
                        "^  %s:\\n((?:    .*\\n|\\n)*)".formatted(name), DeployFiles.read("compose/compose.yaml"))
                .getFirst();
    }

    @Test
    void javaHasTheOptionsOfTheLauncher() throws IOException {
        String launcher = Files.readString(Installation.ROOT.resolve("narrowgauge"));
        String ofPrograms = String.join(
                "\n",
                DeployFiles.found("(?s)launch_java\\(\\) \\{(.*?)\\n\\}", launcher)
                        .getFirst(),
                DeployFiles.found("(?s)start_program\\(\\) \\{(.*?)\\n\\}", launcher)
                        .getFirst());
        List<String> options = DeployFiles.found("^(-.*)$", DeployFiles.read("program/java.options"));
        assertThat(options)
                .containsExactlyInAnyOrderElementsOf(
                        DeployFiles.found("(?<=[\\s])(-X[XM:ms][^\\s\"]+|--[a-z-]+=\\S+|-Djava\\S+)", ofPrograms));
    }

    /** After a build, as there is one here. */
    @Test
    void filesThatImagesAreMadeOfAreThere() throws IOException {
        for (Path file : DeployFiles.below("images")) {
            String name = file.getFileName().toString();
            if (name.endsWith(".Containerfile")) {
                List<String> copied =
                        DeployFiles.found("^COPY (?:--chmod=\\d+ )?((?!--from).*) \\S+$", Files.readString(file));
                assertThat(copied.stream().flatMap(line -> Stream.of(line.split(" "))))
                        .as(name)
                        .allSatisfy(source ->
                                assertThat(Installation.ROOT.resolve(source)).exists());
            }
        }
    }

    @Test
    void settingsThatAreUsedAreDocumented() throws IOException {
        String documents = Files.readString(Installation.ROOT.resolve("docs/configuration.md"))
                + Files.readString(Installation.ROOT.resolve("docs/operations.md"));
        Set<String> known = Stream.concat(
                        DeployFiles.found(DOTTED_NAME, documents).stream().map(TestDeployFiles::variable),
                        DeployFiles.found(VARIABLE, documents).stream())
                .collect(Collectors.toSet());
        Map<String, String> unknown = new LinkedHashMap<>();
        for (String part : List.of("program", "images", "compose", "agent")) {
            for (Path file : DeployFiles.below(part)) {
                DeployFiles.found(VARIABLE, Files.readString(file)).stream()
                        .map(name -> name.replaceFirst("_FILE$", ""))
                        .filter(name -> !known.contains(name) && !OF_THE_IMAGES.contains(name))
                        .forEach(name -> unknown.put(name, file.toString()));
            }
        }
        assertThat(unknown).isEmpty();
    }

    private static String variable(String key) {
        return key.replaceAll("[^a-zA-Z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /** A variable that is left in a file {@code .env} must not open what has no certificate. */
    @Test
    void composeFileOpensTheApiToOthersWithACertificateAlone() throws IOException {
        String published = "^ +- \"(.*):\\d+:\\d+\"$";
        assertThat(DeployFiles.found(published, DeployFiles.read("compose/compose.yaml")))
                .hasSize(2)
                .containsOnly("127.0.0.1");
        String encrypted = DeployFiles.read("compose/compose.tls.yaml");
        assertThat(DeployFiles.found(published, encrypted)).hasSize(2).containsOnly("${API_ADDRESS:-127.0.0.1}");
        assertThat(encrypted)
                .contains("QUARKUS_HTTP_INSECURE_REQUESTS: disabled", "NARROWGAUGE_API_BEHIND_TLS_PROXY: \"false\"");
    }

    @Test
    void composeFileHasImagesAndSecretsThatAreMade() throws IOException {
        String compose = DeployFiles.read("compose/compose.yaml");
        String version = DeployFiles.found(
                        "<version>(.*)</version>", Files.readString(Installation.ROOT.resolve("pom.xml")))
                .getFirst();
        assertThat(DeployFiles.found("/narrowgauge/(\\w+:\\$\\{TAG:-[^}]*\\})$", compose))
                .containsExactlyInAnyOrder(Stream.of("migrate", "api", "worker", "agent")
                        .map(name -> "%s:${TAG:-%s}".formatted(name, version))
                        .toArray(String[]::new));
        assertThat(Files.readAllLines(Installation.ROOT.resolve(".dockerignore")))
                .as("a builder that is not on this machine is sent none of them")
                .contains("deploy/compose/secrets");
        String made = DeployFiles.read("compose/make-secrets");
        assertThat(DeployFiles.found("\\{file: \\./secrets/([^}]+)\\}", compose))
                .hasSizeGreaterThan(5)
                .allSatisfy(secret -> assertThat(made).contains(secret));
    }
}
