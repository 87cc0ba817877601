package dev.narrowgauge.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;

/** What a service keeps under the SHA-256 of its bytes. */
public enum Content {
    MODEL("/v1/models", "model"),
    DATASET("/v1/datasets", "dataset");

    private final String path;
    private final String word;

    Content(String path, String word) {
        this.path = path;
        this.word = word;
    }

    /** Of the list of all of them. */
    public String path() {
        return path;
    }

    /** For a sentence. */
    public String word() {
        return word;
    }

    /** Whether it was uploaded under that name, too. */
    public static boolean isNamed(JsonNode content, String name) {
        return Stream.concat(content.path("names").valueStream(), Stream.of(content.path("name")))
                .anyMatch(known -> known.asText().equals(name));
    }
}
