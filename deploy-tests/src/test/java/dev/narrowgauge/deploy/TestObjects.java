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
    private static final String USER = "10001";

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
                .extracting(object -> object.path("metadata").path("namespace").asText())
                .containsOnly("narrowgauge");
    }

    @ParameterizedTest
    @MethodSource("values")
    void podsMayDoLittle(Path values) throws IOException {
        for (Pods pods : rendered(values).pods()) {
            JsonNode spec = pods.spec();
            JsonNode user = spec.path("securityContext");
            assertThat(user.path("runAsNonRoot").asBoolean()).as("%s", pods).isTrue();
            assertThat(user.path("runAsUser").asText()).as("%s", pods).isEqualTo(USER);
            assertThat(user.path("seccompProfile").path("type").asText())
                    .as("%s", pods)
                    .isEqualTo("RuntimeDefault");
            assertThat(spec.path("automountServiceAccountToken").asBoolean(true))
                    .as("%s", pods)
                    .isFalse();
            assertThat(spec.path("enableServiceLinks").asBoolean(true))
                    .as("%s", pods)
                    .isFalse();
            assertThat(spec.path("containers").size()
                            + spec.path("initContainers").size())
                    .as("%s", pods)
                    .isEqualTo(1);
            JsonNode container = pods.container().path("securityContext");
            assertThat(container.path("readOnlyRootFilesystem").asBoolean())
                    .as("%s", pods)
                    .isTrue();
            assertThat(container.path("allowPrivilegeEscalation").asBoolean(true))
                    .as("%s", pods)
                    .isFalse();
            assertThat(container.path("capabilities").path("drop").path(0).asText())
                    .as("%s", pods)
                    .isEqualTo("ALL");
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void podsAskForWhatTheyUseAndHaveRoomForNoMore(Path values) throws IOException {
        for (Pods pods : rendered(values).pods()) {
            JsonNode resources = pods.container().path("resources");
            assertThat(resources.path("requests").has("cpu")).as("%s", pods).isTrue();
            assertThat(resources.path("requests").has("memory")).as("%s", pods).isTrue();
            assertThat(resources.path("limits").has("memory")).as("%s", pods).isTrue();
            assertThat(pods.volumes())
                    .as("%s", pods)
                    .filteredOn(volume -> volume.has("emptyDir"))
                    .isNotEmpty()
                    .allMatch(
                            volume -> volume.path("emptyDir").path("sizeLimit").isTextual());
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void whatPodsNameIsThere(Path values) throws IOException {
        Manifests manifests = rendered(values);
        for (Pods pods : manifests.pods()) {
            assertThat(manifests.names("ServiceAccount"))
                    .contains(pods.spec().path("serviceAccountName").asText());
            assertThat(pods.mounts().map(mount -> mount.path("name").asText()).toList())
                    .as("%s", pods)
                    .containsExactlyInAnyOrderElementsOf(
                            pods.volumes().map(Manifests::nameOfPart).toList());
            assertThat(manifests.settings(pods.program())).as("%s", pods).isNotBlank();
        }
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

    @ParameterizedTest
    @MethodSource("values")
    void oneKeyNamesTheRegistryOfAllImages(Path values) throws IOException {
        Path mirror = Files.writeString(folder.resolve("mirror.yaml"), "images: {registry: mirror.example:5000/all}");
        List<Pods> pods = chart().manifests(values, mirror).pods();
        assertThat(pods)
                .extracting(each -> each.container().path("image").asText())
                .isNotEmpty()
                .allMatch(image -> image.startsWith("mirror.example:5000/all/narrowgauge/"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void imagesAreThoseThatAreBuilt(Path values) throws IOException {
        for (Pods pods : rendered(values).pods()) {
            assertThat(pods.container().path("image").asText()).contains("/narrowgauge/%s:".formatted(pods.program()));
            Path built = Chart.ROOT.resolve("deploy/images/%s.Containerfile".formatted(pods.program()));
            assertThat(Files.readString(built)).contains("\nUSER %1$s:%1$s\n".formatted(USER));
        }
        assertThat(Files.readString(Chart.ROOT.resolve("deploy/images/build")))
                .contains("$registry/narrowgauge/$1:$tag");
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

    @Test
    void agentsAreOnNodesOfTheirClass() throws IOException {
        Manifests manifests = rendered(new ValueSet("company").file());
        assertThat(manifests.pods("agent"))
                .extracting(Pods::owner)
                .containsExactlyInAnyOrder(
                        "narrowgauge-agent-x86", "narrowgauge-agent-arm64", "narrowgauge-agent-nvidia");
        Pods nvidia = manifests.pods("agent").stream()
                .filter(pods -> pods.owner().endsWith("nvidia"))
                .findFirst()
                .orElseThrow();
        assertThat(nvidia.spec().path("runtimeClassName").asText()).isEqualTo("nvidia");
        assertThat(nvidia.container()
                        .path("resources")
                        .path("limits")
                        .path("nvidia.com/gpu")
                        .asInt())
                .isEqualTo(1);
    }

    /** On others nobody has prepared anything, and several of them may be one machine. */
    @ParameterizedTest
    @MethodSource("values")
    void nodesMeasureThatSomebodyHasLabelled(Path values) throws IOException {
        for (Pods agent : rendered(values).pods("agent")) {
            assertThat(agent.owner())
                    .endsWith("-" + agent.spec().path("nodeSelector").path("narrowgauge.dev/node-class").asText("none"));
        }
    }

    private Manifests rendered(Path values) throws IOException {
        return chart().manifests(values);
    }

    private Chart chart() throws IOException {
        return Chart.copiedTo(Files.createTempDirectory(folder, "chart"));
    }
}
