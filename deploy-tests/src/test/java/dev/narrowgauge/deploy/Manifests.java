package dev.narrowgauge.deploy;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The objects of one rendering. */
record Manifests(List<JsonNode> objects) {
    private static final Set<String> WITH_PODS = Set.of("Deployment", "DaemonSet", "Job");

    static Manifests read(String rendered) throws IOException {
        return new Manifests(Yaml.readAll(rendered));
    }

    Stream<JsonNode> ofKind(String kind) {
        return objects.stream().filter(object -> kind(object).equals(kind));
    }

    /** What pods are made from. */
    List<Pods> pods() {
        return objects.stream()
                .filter(object -> WITH_PODS.contains(kind(object)))
                .map(Pods::of)
                .toList();
    }

    /** All pods of a program; those of agents are of several classes. */
    List<Pods> pods(String program) {
        return pods().stream().filter(pods -> pods.program().equals(program)).toList();
    }

    Set<String> names(String kind) {
        return ofKind(kind).map(Manifests::name).collect(toSet());
    }

    /** The text below a key of a ConfigMap; of keys that begin with the program's name there is one. */
    String settings(String program) {
        return ofKind("ConfigMap")
                .map(map -> map.path("data").path(program + ".properties"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .findFirst()
                .orElseThrow();
    }

    static String kind(JsonNode object) {
        return object.path("kind").asText();
    }

    static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    /** Of a container, a volume or a port. */
    static String nameOfPart(JsonNode part) {
        return part.path("name").asText();
    }

    static Map<String, String> texts(JsonNode object) {
        return object.propertyStream()
                .collect(toMap(Map.Entry::getKey, entry -> entry.getValue().textValue()));
    }
}
