package dev.narrowgauge.engine.client;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What an engine child runs.
 *
 * @param nativeDirectory where the native libraries are, if known
 * @param startOptions options of its JVM for the start alone
 */
public record EngineProgram(
        String classPath, String mainClass, Optional<Path> nativeDirectory, List<String> startOptions) {
    public EngineProgram(String classPath, String mainClass, Optional<Path> nativeDirectory) {
        this(classPath, mainClass, nativeDirectory, List.of());
    }

    public EngineProgram {
        requireNonNull(classPath, "classPath is null");
        requireNonNull(mainClass, "mainClass is null");
        requireNonNull(nativeDirectory, "nativeDirectory is null");
        startOptions = List.copyOf(startOptions);
    }
}
