package dev.narrowgauge.engine.client;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/** What an engine child runs: a class path, its main class, and the directory of the native libraries if known. */
public record EngineProgram(String classPath, String mainClass, Optional<Path> nativeDirectory) {
    public EngineProgram {
        requireNonNull(classPath, "classPath is null");
        requireNonNull(mainClass, "mainClass is null");
        requireNonNull(nativeDirectory, "nativeDirectory is null");
    }
}
