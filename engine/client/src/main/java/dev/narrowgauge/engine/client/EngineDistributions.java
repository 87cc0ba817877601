package dev.narrowgauge.engine.client;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.node.StateDirectory;
import dev.narrowgauge.domain.provider.Provider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * ONNX Runtimes beside the one that the engine comes with: a folder for each provider, by its word, and in it
 * {@code native/<system>/} with the libraries of that ONNX Runtime, of the version that the engine was built with. Their Java
 * classes are the engine's own.
 */
public record EngineDistributions(Path directory) {
    public static final String PROPERTY = "narrowgauge.engines";
    public static final String ENVIRONMENT = "NARROWGAUGE_ENGINES";

    public EngineDistributions {
        requireNonNull(directory, "directory is null");
    }

    /**
     * In the folder that the system property {@value #PROPERTY} names, else the environment variable {@value #ENVIRONMENT},
     * else among what is kept for this user.
     */
    public static EngineDistributions find() {
        String configured = System.getProperty(PROPERTY, System.getenv(ENVIRONMENT));
        return new EngineDistributions(
                configured == null || configured.isBlank()
                        ? StateDirectory.ofThisUser().resolve("engines")
                        : Path.of(configured).toAbsolutePath());
    }

    /** Where the libraries of a provider are, or would be. */
    public Path natives(Provider provider) {
        return directory.resolve(provider.word()).resolve("native").resolve(EngineHome.system());
    }

    /** Providers that have a folder here; the CPU needs none. */
    public List<Provider> installed() {
        return Arrays.stream(Provider.values())
                .filter(provider -> provider != Provider.CPU && Files.isDirectory(natives(provider)))
                .toList();
    }

    /** @throws NarrowgaugeException ENGINE_UNAVAILABLE where there is no such folder */
    Path require(Provider provider) {
        Path natives = natives(provider);
        if (!Files.isDirectory(natives)) {
            throw new NarrowgaugeException(
                    ErrorCode.ENGINE_UNAVAILABLE,
                    "No engine for %s is installed: %s is missing. Put the libraries of ONNX Runtime's build for %s there, or set %s to the folder that has %s."
                            .formatted(provider.word(), natives, provider.word(), ENVIRONMENT, provider.word()));
        }
        return natives;
    }
}
