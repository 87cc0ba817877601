package dev.narrowgauge.api.admission;

import dev.narrowgauge.domain.digest.Sha256;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which models an object of Kubernetes says that it runs: annotations of the object itself, and of the pods that it is a template for.
 *
 * @param digests SHA-256 of their files
 * @param others what stands there and is no digest
 */
record NamedModels(Set<String> digests, Set<String> others) {
    static final String ANNOTATION = "narrowgauge.dev/model-sha256";

    /** More than a pod can load; a review has to be answered in seconds. */
    static final int MOST = 64;

    private static final String ALGORITHM = "sha256:";

    /** Of a Pod or a resource of its own kind, of what makes pods, and of what makes Jobs. */
    private static final List<List<String>> TEMPLATES =
            List.of(List.of(), List.of("spec", "template"), List.of("spec", "jobTemplate", "spec", "template"));

    static NamedModels in(Map<?, ?> object) {
        Set<String> digests = new LinkedHashSet<>();
        Set<String> others = new LinkedHashSet<>();
        TEMPLATES.stream()
                .map(path -> Json.at(Json.at(object, path), List.of("metadata", "annotations")))
                .flatMap(NamedModels::values)
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .forEach(word -> {
                    String lower = word.toLowerCase(Locale.ROOT);
                    String digest = lower.startsWith(ALGORITHM) ? lower.substring(ALGORITHM.length()) : lower;
                    if (Sha256.isOne(digest)) {
                        digests.add(digest);
                    } else {
                        others.add(word);
                    }
                });
        return new NamedModels(digests, others);
    }

    private static Stream<String> values(Object annotations) {
        return annotations instanceof Map<?, ?> map
                ? Stream.ofNullable(map.get(ANNOTATION)).map(Objects::toString)
                : Stream.empty();
    }
}
