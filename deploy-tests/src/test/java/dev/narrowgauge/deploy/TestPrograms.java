package dev.narrowgauge.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the chart asks of the programs and tells them is what they answer to and read. */
class TestPrograms {
    private static final Set<String> PROGRAMS = Set.of("api", "worker", "agent");

    /** Of those that start, are ready, live. The programs themselves are asked by an end-to-end test. */
    private static final Set<String> PROBES = Set.of("/q/health/started", "/q/health/ready", "/q/health/live");

    /** As Quarkus has them unless set. */
    private static final String HTTP_PORT = "8080";

    private static final String HTTPS_PORT = "8443";

    private static final Pattern REFERENCE = Pattern.compile("\\$\\(([A-Z_]+)\\)");
    private static final String SECRETS = "/etc/narrowgauge/secrets/";
    private static final String METRICS_TOKEN = "NARROWGAUGE_METRICS_TOKEN";

    @TempDir
    private Path folder;

    private Chart chart;

    @BeforeEach
    void copyTheChart() throws IOException {
        chart = Chart.copiedTo(folder);
    }

    static Stream<Path> values() {
        return TestObjects.values();
    }

    @ParameterizedTest
    @MethodSource("values")
    void probesAreAskedWhereProgramsAnswer(Path values) throws IOException {
        Manifests manifests = chart.manifests(values);
        for (Pods pods : manifests.pods()) {
            JsonNode container = pods.container();
            List<JsonNode> probes = Stream.of("startupProbe", "readinessProbe", "livenessProbe")
                    .map(container::path)
                    .filter(JsonNode::isObject)
                    .map(probe -> probe.path("httpGet"))
                    .toList();
            if (!PROGRAMS.contains(pods.program())) {
                assertThat(probes).as("%s", pods).isEmpty();
                continue;
            }
            boolean encrypted = isEncrypted(manifests, pods.program());
            assertThat(probes)
                    .as("%s", pods)
                    .extracting(probe -> probe.path("path").asText())
                    .containsExactlyInAnyOrderElementsOf(PROBES);
            assertThat(probes).allSatisfy(probe -> {
                assertThat(probe.path("port").asText()).isEqualTo("http");
                assertThat(probe.path("scheme").asText()).isEqualTo(encrypted ? "HTTPS" : "HTTP");
            });
            assertThat(port(container, "http"))
                    .as("%s", pods)
                    .contains(encrypted ? HTTPS_PORT : httpPort(pods.program()));
            assertThat(pods.environment()).doesNotContainKeys("QUARKUS_HTTP_PORT", "QUARKUS_HTTP_SSL_PORT");
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void grpcIsWhereTheApiServesIt(Path values) throws IOException {
        Pods api = chart.manifests(values).pods("api").getFirst();
        String document = Files.readString(Chart.ROOT.resolve("docs/configuration.md"));
        String port = port(api.container(), "grpc").orElseThrow();
        assertThat(document).contains("| `NARROWGAUGE_API_GRPC_PORT` | whole number | `%s` |".formatted(port));
    }

    /** The file of settings switches TLS on, or a variable says that a proxy has it. */
    private static boolean isEncrypted(Manifests manifests, String program) throws IOException {
        boolean own = settings(manifests, program).containsKey("quarkus.tls.key-store.pem.0.cert");
        if (program.equals("api")) {
            assertThat(manifests.pods(program).getFirst().environment().get("NARROWGAUGE_API_BEHIND_TLS_PROXY"))
                    .contains(String.valueOf(!own));
        }
        return own;
    }

    private static String httpPort(String program) throws IOException {
        Properties own = new Properties();
        own.load(new StringReader(
                Files.readString(Chart.ROOT.resolve(program + "-app/src/main/resources/application.properties"))));
        return own.getProperty("quarkus.http.port", HTTP_PORT);
    }

    private static Optional<String> port(JsonNode container, String name) {
        return container
                .path("ports")
                .valueStream()
                .filter(port -> Manifests.nameOfPart(port).equals(name))
                .map(port -> port.path("containerPort").asText())
                .findFirst();
    }

    @ParameterizedTest
    @MethodSource("values")
    void variablesAreThoseOfTheDocument(Path values) throws IOException {
        ConfigurationDocument document = ConfigurationDocument.read();
        for (Pods pods : chart.manifests(values).pods()) {
            Map<String, Optional<String>> environment = pods.environment();
            Stream<String> names = environment.keySet().stream()
                    .filter(name -> !isReferredTo(name, environment))
                    .map(name -> name.replaceFirst("_FILE$", ""));
            assertThat(names).as("%s", pods).isNotEmpty().allMatch(document::hasVariable, "is documented");
        }
    }

    private static boolean isReferredTo(String name, Map<String, Optional<String>> environment) {
        return environment.values().stream()
                .flatMap(Optional::stream)
                .flatMap(value -> REFERENCE.matcher(value).results())
                .anyMatch(reference -> reference.group(1).equals(name));
    }

    @ParameterizedTest
    @MethodSource("values")
    void programIsToldNothingOfAnother(Path values) throws IOException {
        for (Pods pods : chart.manifests(values).pods()) {
            List<String> ofOthers = PROGRAMS.stream()
                    .filter(program -> !program.equals(pods.program()))
                    .map(program -> "NARROWGAUGE_%s_".formatted(program.toUpperCase(Locale.ROOT)))
                    .toList();
            assertThat(pods.environment().keySet())
                    .as("%s", pods)
                    .noneMatch(name -> ofOthers.stream().anyMatch(name::startsWith));
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void settingsOfKafkaAreItsOwn(Path values) throws IOException {
        for (Pods pods : chart.manifests(values).pods()) {
            assertThat(pods.environment().keySet())
                    .as("%s", pods)
                    .filteredOn(name -> name.startsWith("KAFKA_"))
                    .extracting(name -> name.replaceFirst("^KAFKA_", "")
                            .replaceFirst("_FILE$", "")
                            .replace('_', '.')
                            .toLowerCase(Locale.ROOT))
                    .isSubsetOf(AdminClientConfig.configNames());
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void settingsInFilesAreDocumented(Path values) throws IOException {
        ConfigurationDocument document = ConfigurationDocument.read();
        String texts = Files.readString(Chart.ROOT.resolve("docs/operations.md"))
                + Files.readString(
                        Chart.ROOT.resolve("service/src/main/resources/META-INF/microprofile-config.properties"));
        Manifests manifests = chart.manifests(values);
        for (Pods pods : manifests.pods()) {
            assertThat(settings(manifests, pods.program()).stringPropertyNames())
                    .as("%s", pods)
                    .allMatch(key -> document.hasKey(key) || isNamed(key, texts), "is documented");
        }
    }

    /** The key, or a group that it is in. */
    private static boolean isNamed(String key, String texts) {
        return Stream.iterate(
                        key,
                        group -> group.split("\\.").length >= 3,
                        group -> group.substring(0, group.lastIndexOf('.')))
                .anyMatch(texts::contains);
    }

    private static Properties settings(Manifests manifests, String program) throws IOException {
        Properties settings = new Properties();
        settings.load(new StringReader(manifests.settings(program)));
        return settings;
    }

    @ParameterizedTest
    @MethodSource("values")
    void secretsAreInTheFilesThatVariablesName(Path values) throws IOException {
        String readme = Files.readString(Chart.FOLDER.resolve("README.md"));
        for (Pods pods : chart.manifests(values).pods()) {
            List<JsonNode> files = pods.volume("secrets")
                    .orElseThrow()
                    .path("secret")
                    .path("items")
                    .valueStream()
                    .toList();
            assertThat(pods.environment().entrySet().stream()
                            .filter(variable -> variable.getKey().endsWith("_FILE"))
                            .map(variable -> variable.getValue().orElseThrow()))
                    .as("%s", pods)
                    .containsExactlyInAnyOrderElementsOf(files.stream()
                            .map(file -> SECRETS + file.path("path").asText())
                            .toList());
            assertThat(files)
                    .allMatch(file -> readme.contains("`" + file.path("key").asText() + "`"));
        }
    }

    /** Whoever reads the metrics from elsewhere shows a token, which the programs have from the same place. */
    @ParameterizedTest
    @MethodSource("values")
    void metricsAreReadWithTheTokenThatProgramsHave(Path values) throws IOException {
        Manifests manifests = chart.manifests(values);
        manifests.ofKind("ServiceMonitor").forEach(monitor -> {
            JsonNode spec = monitor.path("spec");
            JsonNode shown =
                    spec.path("endpoints").path(0).path("authorization").path("credentials");
            String program =
                    Manifests.texts(spec.path("selector").path("matchLabels")).get("app.kubernetes.io/component");
            assertThat(manifests.pods(program)).as(program).isNotEmpty().allSatisfy(pods -> {
                JsonNode secret = pods.volume("secrets").orElseThrow().path("secret");
                assertThat(secret.path("secretName").asText())
                        .isEqualTo(shown.path("name").asText());
                assertThat(secret.path("items").valueStream())
                        .anyMatch(file -> file.path("path").asText().equals(METRICS_TOKEN)
                                && file.path("key").equals(shown.path("key")));
                assertThat(pods.environment()).containsKey(METRICS_TOKEN + "_FILE");
            });
        });
    }

    /** A claim's name may have what is special in a file of settings, and so may what it has to be. */
    @ParameterizedTest
    @MethodSource("values")
    void settingsComeThroughAsTheyWereWritten(Path values) throws IOException {
        JsonNode chosen = Yaml.read(values).path("api").path("settings");
        Properties read = settings(chart.manifests(values), "api");
        assertThat(chosen.propertyStream())
                .allMatch(setting -> setting.getValue().asText().equals(read.getProperty(setting.getKey())));
    }
}
