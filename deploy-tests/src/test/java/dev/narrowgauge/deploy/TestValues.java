package dev.narrowgauge.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of each value that the chart has, made from its defaults and its schema. */
class TestValues {
    @TempDir
    private Path folder;

    private Chart chart;

    @BeforeEach
    void copyTheChart() throws IOException {
        chart = Chart.copiedTo(Files.createDirectory(folder.resolve("chart")));
    }

    /**
     * Values on which a leaf may have an effect, and what they render.
     *
     * @param effective with the defaults below them
     */
    private record Base(Path file, ObjectNode effective, String rendered) {}

    @Test
    void eachChangesTheRendering() throws IOException {
        ObjectNode defaults = Yaml.read(Chart.DEFAULTS);
        ValuesSchema schema = ValuesSchema.read();
        List<Base> bases = new ArrayList<>();
        for (Path file : bases()) {
            bases.add(new Base(file, Leaf.merged(defaults, Yaml.read(file)), chart.render(file)));
        }

        List<Leaf> leaves = Leaf.of(defaults);
        assertThat(leaves).hasSizeGreaterThan(100);
        List<Leaf> without = new ArrayList<>();
        for (Leaf leaf : leaves) {
            assertThat(schema.of(leaf).isObject()).as("%s has a schema", leaf).isTrue();
            if (!changes(leaf, schema, bases)) {
                without.add(leaf);
            }
        }
        assertThat(without).as("without an effect").isEmpty();
    }

    private boolean changes(Leaf leaf, ValuesSchema schema, List<Base> bases) throws IOException {
        for (Base base : bases) {
            JsonNode current = leaf.in(base.effective());
            if (current.isMissingNode()) {
                continue;
            }
            Path other = Yaml.write(leaf.as(schema.another(leaf, current)), folder.resolve("other.yaml"));
            if (!chart.render(base.file(), other).equals(base.rendered())) {
                return true;
            }
        }
        return false;
    }

    private List<Path> bases() throws IOException {
        Path none = Files.writeString(folder.resolve("none.yaml"), "{}\n");
        Path prometheus = Chart.ROOT.resolve("deploy-tests/src/test/resources/prometheus.yaml");
        return Stream.concat(
                        Stream.of(none, prometheus), Chart.valueSets().stream().map(ValueSet::file))
                .toList();
    }

    @Test
    void eachOfAnotherTypeIsRefused() throws IOException {
        ObjectNode defaults = Yaml.read(Chart.DEFAULTS);
        for (Leaf leaf : Leaf.of(defaults)) {
            JsonNode current = leaf.in(defaults);
            // Helm itself passes over what is no map where there has to be one.
            if (!current.isObject()) {
                Path wrong = Yaml.write(leaf.as(ValuesSchema.ofAnotherType(current)), folder.resolve("wrong.yaml"));
                assertThatIllegalStateException()
                        .as("%s of another type", leaf)
                        .isThrownBy(() -> chart.render(wrong))
                        .withMessageContaining(leaf.toString());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "workers: {replicas: 2}",
                "api: {replica: 2}",
                "api: {replicas: 0}",
                "api: {leaveSeconds: 0}",
                "api: {tls: {secret: ''}}",
                "api: {secretFiles: {PASSWORD: key}}",
                "images: {registry: ''}",
                "images: {digests: {api: 'sha256:abc'}}",
                "database: {url: 'postgres://postgres/narrowgauge'}",
                "kafka: {bootstrapServers: kafka}",
                "kafka: {settings: {retries: 3}}",
                "blobs: {volume: {size: 100G}}",
                "worker: {autoscaling: {trigger: kafka}}",
                "worker: {resources: {limits: {memory: 4Gi}, requests: {gpu: '1'}}}",
                "agent: {classes: {lab: {}}}",
                "agent: {classes: {lab: {nodeSelector: {a: b}, devices: {nvidia.com/gpu: all}}}}",
                "agent: {classes: {'Lab 1': {nodeSelector: {a: b}}}}",
                "networkPolicy: {clients: [{}]}",
                "authorities: {pem: none}"
            })
    void whatTheSchemaDoesNotAllowIsRefused(String values) throws IOException {
        Path file = Files.writeString(folder.resolve("wrong.yaml"), values);
        assertThatIllegalStateException()
                .isThrownBy(() -> chart.render(file))
                .withMessageContaining("values don't meet the specifications of the schema");
    }

    @Test
    void secretThatIsMissingIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("wrong.yaml"), "secrets: {values: {database-api: one}}");
        assertThatIllegalStateException()
                .isThrownBy(() -> chart.render(file))
                .withMessageContaining("secrets.values has no '");
    }
}
