package dev.narrowgauge.standalone.configuration;

import io.quarkus.runtime.configuration.MemorySize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One key of the configuration.
 *
 * @param type as Java has it
 * @param fallback as the mapping has it, which may name other keys; empty where there is none
 * @param description what its mapping's comment says, a sentence or two
 */
record Setting(String key, String type, Optional<String> fallback, String description) {
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry(boolean.class.getName(), "`true` or `false`"),
            Map.entry(int.class.getName(), "whole number"),
            Map.entry(OptionalInt.class.getName(), "whole number"),
            Map.entry(OptionalLong.class.getName(), "whole number"),
            Map.entry(String.class.getName(), "text"),
            Map.entry("java.util.Optional<java.lang.String>", "text"),
            Map.entry("java.util.Optional<java.util.List<java.lang.String>>", "list, separated by commas"),
            Map.entry("java.util.List<java.lang.String>", "list, separated by commas"),
            Map.entry(Duration.class.getName(), "time"),
            Map.entry("java.util.Optional<java.time.Duration>", "time"),
            Map.entry(Path.class.getName(), "folder"),
            // A file has no place of its own.
            Map.entry("java.util.Optional<java.nio.file.Path>", "file"),
            Map.entry(MemorySize.class.getName(), "size"));

    /** What a person may write there. */
    String kind() {
        return Optional.ofNullable(TYPES.get(type))
                .orElseThrow(() -> new AssertionError(key + " has the type " + type + ", for which there is no word"));
    }

    /** As MicroProfile Config spells a key for systems that allow letters, digits and underscores only. */
    String environmentVariable() {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
