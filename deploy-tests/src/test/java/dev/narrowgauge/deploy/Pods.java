package dev.narrowgauge.deploy;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What pods are made from.
 *
 * @param owner name of the Deployment, DaemonSet or Job
 * @param template its {@code spec.template}
 */
record Pods(String owner, JsonNode template) {
    static Pods of(JsonNode owner) {
        return new Pods(Manifests.name(owner), owner.path("spec").path("template"));
    }

    /** The only container has its name. */
    String program() {
        return container().path("name").asText();
    }

    JsonNode spec() {
        return template.path("spec");
    }

    JsonNode container() {
        return spec().path("containers").path(0);
    }

    Map<String, String> labels() {
        return Manifests.texts(template.path("metadata").path("labels"));
    }

    /** Variables of the environment; the value of one that comes from somewhere else is empty. */
    Map<String, Optional<String>> environment() {
        return container()
                .path("env")
                .valueStream()
                .collect(toMap(
                        variable -> variable.path("name").asText(),
                        variable -> Optional.ofNullable(variable.path("value").textValue())));
    }

    Optional<JsonNode> volume(String name) {
        return volumes()
                .filter(volume -> volume.path("name").asText().equals(name))
                .findFirst();
    }

    Stream<JsonNode> volumes() {
        return spec().path("volumes").valueStream();
    }

    Stream<JsonNode> mounts() {
        return container().path("volumeMounts").valueStream();
    }

    @Override
    public String toString() {
        return owner;
    }
}
