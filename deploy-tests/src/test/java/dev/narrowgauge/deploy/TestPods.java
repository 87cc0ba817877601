package dev.narrowgauge.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pods of the chart may do, what they use, and on which nodes they are. */
class TestPods {
    private static final String USER = "10001";

    @TempDir
    private Path folder;

    static Stream<Path> values() {
        return TestObjects.values();
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
                    .endsWith("-"
                            + agent.spec()
                                    .path("nodeSelector")
                                    .path("narrowgauge.dev/node-class")
                                    .asText("none"));
        }
    }

    private Manifests rendered(Path values) throws IOException {
        return chart().manifests(values);
    }

    private Chart chart() throws IOException {
        return Chart.copiedTo(Files.createTempDirectory(folder, "chart"));
    }
}
