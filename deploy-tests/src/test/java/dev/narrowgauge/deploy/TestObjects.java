package dev.narrowgauge.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the chart renders, as a cluster takes it. */
class TestObjects {
    @TempDir
    private Path folder;

    /** Of values that have between them every kind of object. */
    static Stream<Path> values() {
        return Stream.concat(
                Stream.of(Chart.ROOT.resolve("deploy-tests/src/test/resources/prometheus.yaml")),
                Chart.valueSets().stream().map(ValueSet::file));
    }

    @Test
    void helmHasNothingToSayAgainstTheChart() {
        LintResult lint = Chart.lint();
        assertThat(lint.isFailed()).as("%s", lint.getMessages()).isFalse();
        assertThat(lint.getMessages()).noneMatch(message -> message.contains("[WARNING]"));
    }

    @Test
    void chartIsOfThisRelease() throws IOException {
        String release = Files.readString(Chart.ROOT.resolve("pom.xml"))
                .replaceFirst("(?s).*?<artifactId>narrowgauge</artifactId>\\s*<version>([^<]+)<.*", "$1");
        ObjectNode chart = Yaml.read(Chart.FOLDER.resolve("Chart.yaml"));
        assertThat(chart.path("appVersion").textValue()).isEqualTo(release);
        assertThat(chart.path("version").textValue()).isEqualTo(release);
    }

    @ParameterizedTest
    @MethodSource("values")
    void objectsHaveNoFieldThatTheirKindDoesNotHave(Path values) throws IOException {
        for (JsonNode object : rendered(values).objects()) {
            assertThatCode(() -> KnownKinds.read(object)).as("%s", object).doesNotThrowAnyException();
        }
    }

    @Test
    void fieldThatIsUnknownIsFound() throws IOException {
        JsonNode deployment = Yaml.readAll("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: sample}
                spec: {template: {spec: {containers: [{name: sample, readynessProbe: {}}]}}}
                """).getFirst();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KnownKinds.read(deployment))
                .withMessageContaining("readynessProbe");
        JsonNode number = Yaml.readAll("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: sample}
                data: {port: 8080}
                """).getFirst();
        assertThatIllegalArgumentException().isThrownBy(() -> KnownKinds.read(number));
    }

    @ParameterizedTest
    @MethodSource("values")
    void objectsAreUnlikeEachOther(Path values) throws IOException {
        Manifests manifests = rendered(values);
        assertThat(manifests.objects())
                .extracting(object -> Manifests.kind(object) + ' ' + Manifests.name(object))
                .doesNotHaveDuplicates();
        assertThat(manifests.objects())
                .filteredOn(object -> !Manifests.kind(object).equals("ValidatingWebhookConfiguration"))
                .extracting(object -> object.path("metadata").path("namespace").asText())
                .containsOnly("narrowgauge");
    }

    @ParameterizedTest
    @MethodSource("values")
    void selectorsFindPods(Path values) throws IOException {
        Manifests manifests = rendered(values);
        List<Map<String, String>> labels =
                manifests.pods().stream().map(Pods::labels).toList();
        Stream<JsonNode> selectors = manifests.objects().stream()
                .map(object -> object.path("spec"))
                .flatMap(spec -> Stream.of(
                        spec.path("selector").path("matchLabels"),
                        spec.path("podSelector").path("matchLabels"),
                        spec.path("selector")))
                .filter(selector -> selector.has("app.kubernetes.io/component"));
        assertThat(selectors.map(Manifests::texts))
                .isNotEmpty()
                .allMatch(
                        wanted -> labels.stream().anyMatch(own -> own.entrySet().containsAll(wanted.entrySet())));

        Set<String> scaled = manifests.names("Deployment");
        assertThat(Stream.concat(manifests.ofKind("HorizontalPodAutoscaler"), manifests.ofKind("ScaledObject")))
                .allMatch(scaler -> scaled.contains(
                        scaler.path("spec").path("scaleTargetRef").path("name").asText()));
    }

    /** What must be there before everything else has to be there before migrate. */
    @ParameterizedTest
    @MethodSource("values")
    void migrateComesFirstWithAllThatItNeeds(Path values) throws IOException {
        Manifests manifests = rendered(values);
        List<JsonNode> before = manifests.objects().stream()
                .filter(object -> Manifests.name(object).equals("narrowgauge-migrate"))
                .toList();
        assertThat(before).extracting(Manifests::kind).contains("Job", "ServiceAccount", "ConfigMap");
        assertThat(before).allSatisfy(object -> {
            JsonNode annotations = object.path("metadata").path("annotations");
            assertThat(annotations.path("helm.sh/hook").asText()).isEqualTo("pre-install,pre-upgrade");
            boolean job = Manifests.kind(object).equals("Job");
            assertThat(annotations.path("helm.sh/hook-weight").asInt()).isEqualTo(job ? -5 : -10);
        });
        Set<String> made = manifests.names("Secret");
        Pods migrate = manifests.pods("migrate").getFirst();
        String secret = migrate.volume("secrets")
                .orElseThrow()
                .path("secret")
                .path("secretName")
                .asText();
        assertThat(made.isEmpty() || secret.equals("narrowgauge-migrate")).isTrue();
    }

    /** An empty list of peers is everybody. */
    @Test
    void companyReachesNothingButWhatIsNamed() throws IOException {
        Manifests manifests = rendered(new ValueSet("company").file());
        List<JsonNode> ways = new ArrayList<>();
        manifests.ofKind("NetworkPolicy").forEach(policy -> {
            assertThat(policy.path("spec").path("policyTypes").valueStream().map(JsonNode::asText))
                    .containsExactly("Ingress", "Egress");
            policy.path("spec").path("egress").forEach(ways::add);
        });
        assertThat(ways)
                .isNotEmpty()
                .allMatch(way -> way.path("to").size() > 0 && way.path("ports").size() > 0);
        assertThat(manifests.names("NetworkPolicy"))
                .containsExactlyInAnyOrder(
                        "narrowgauge-api", "narrowgauge-worker", "narrowgauge-agent", "narrowgauge-migrate");
    }

    /** Whoever reaches an API behind a proxy may say that somebody else calls. */
    @Test
    void apiIsReachedByItsClientsAloneOnceTheyAreNamed() throws IOException {
        Path clients = Files.writeString(
                folder.resolve("clients.yaml"), "networkPolicy: {clients: [{ipBlock: {cidr: 192.0.2.0/24}}]}");
        JsonNode policy = rendered(clients)
                .ofKind("NetworkPolicy")
                .filter(each -> Manifests.name(each).equals("narrowgauge-api"))
                .findFirst()
                .orElseThrow();
        assertThat(policy.path("spec").path("ingress").valueStream())
                .isNotEmpty()
                .allMatch(way -> way.path("from").size() > 0);
    }

    /** Their alerts would never go off under a name of the release's. */
    @Test
    void alertsFindTheProgramsOfAnyRelease() throws IOException {
        Manifests manifests = rendered(new ValueSet("team").file());
        assertThat(manifests
                        .ofKind("ServiceMonitor")
                        .map(monitor -> monitor.path("spec").path("jobLabel").asText()))
                .isNotEmpty()
                .containsOnly("app.kubernetes.io/name");
        assertThat(manifests
                        .ofKind("Service")
                        .map(service -> service.path("metadata")
                                .path("labels")
                                .path("app.kubernetes.io/name")
                                .asText()))
                .containsOnly("narrowgauge");
        assertThat(Files.readString(Chart.ROOT.resolve("deploy/prometheus/narrowgauge.rules.yml")))
                .contains("up{job=~\"narrowgauge.*\"}");
    }

    private Manifests rendered(Path values) throws IOException {
        return chart().manifests(values);
    }

    private Chart chart() throws IOException {
        return Chart.copiedTo(Files.createTempDirectory(folder, "chart"));
    }
}
