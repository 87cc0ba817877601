package dev.narrowgauge.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TestKeptManifests {
    @TempDir
    private Path folder;

    static List<ValueSet> valueSets() {
        return Chart.valueSets();
    }

    @ParameterizedTest
    @MethodSource("valueSets")
    void areWhatTheChartRenders(ValueSet set) throws IOException {
        String current = """
                # Made from deploy/helm by TestKeptManifests: `helm template narrowgauge deploy/helm/narrowgauge --namespace narrowgauge \
                --values deploy/helm/values/%s.yaml` renders the same objects.
                """.formatted(set.name()) + Chart.copiedTo(folder).render(set.file());
        if (Boolean.getBoolean("narrowgauge.manifests.write")) {
            Files.createDirectories(set.kept().getParent());
            Files.writeString(set.kept(), current, UTF_8);
        }

        assertThat(Files.exists(set.kept()) ? Files.readString(set.kept(), UTF_8) : "")
                .as("""
                        %s is not what the chart renders. If the change is meant, write the manifests anew and commit them:
                        ./mvnw -pl deploy-tests -am test -Dtest=TestKeptManifests -Dsurefire.failIfNoSpecifiedTests=false \
                        -Dnarrowgauge.manifests.write=true""", set.kept())
                .isEqualTo(current);
    }
}
