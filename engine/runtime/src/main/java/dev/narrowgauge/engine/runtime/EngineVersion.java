package dev.narrowgauge.engine.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Versions of this engine and of the ONNX Runtime it was built with; known without loading native code. */
public record EngineVersion(String engine, String runtime) {
    public static EngineVersion current() {
        var properties = new Properties();
        try (InputStream in = EngineVersion.class.getResourceAsStream("version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("The version of the engine is not readable", e);
        }
        return new EngineVersion(properties.getProperty("engine"), properties.getProperty("runtime"));
    }
}
