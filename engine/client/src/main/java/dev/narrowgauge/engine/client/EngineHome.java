package dev.narrowgauge.engine.client;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.provider.Provider;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the engine is installed: {@code lib/*.jar}, {@code native/<system>/} with the ONNX Runtime libraries, and maybe
 * {@code engine.aot}, in which a JVM keeps what it loads and links at every start (JEP 483 and 514).
 */
public record EngineHome(Path directory) {
    public static final String PROPERTY = "narrowgauge.engine.home";
    public static final String ENVIRONMENT = "NARROWGAUGE_ENGINE_HOME";

    /** Names the file to record such a cache in, instead of using one. */
    public static final String RECORD_PROPERTY = "narrowgauge.engine.record";

    private static final String QUIET = "-Xlog:aot*=off:stderr";
    /** What ran often in another run would be compiled by C2 at once in every later one, and small tasks wait for that. */
    private static final List<String> WITHOUT_PROFILES =
            List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTRecordTraining");

    private static final String MAIN_CLASS = "dev.narrowgauge.engine.runtime.EngineMain";

    public EngineHome {
        requireNonNull(directory, "directory is null");
        if (!Files.isDirectory(directory.resolve("lib"))) {
            throw new NarrowgaugeException(
                    ErrorCode.ENGINE_UNAVAILABLE,
                    "%s is not an engine home: it has no lib directory; build the engine, or set %s to where it is"
                            .formatted(directory, ENVIRONMENT));
        }
    }

    /** From the system property {@value #PROPERTY}, else from the environment variable {@value #ENVIRONMENT}. */
    public static EngineHome find() {
        String configured = System.getProperty(PROPERTY, System.getenv(ENVIRONMENT));
        if (configured == null || configured.isBlank()) {
            throw new NarrowgaugeException(
                    ErrorCode.ENGINE_UNAVAILABLE,
                    "no engine home is set; set %s to the directory that has the engine's lib and native"
                            .formatted(ENVIRONMENT));
        }
        return new EngineHome(Path.of(configured).toAbsolutePath());
    }

    /** What a child of that provider runs. */
    public EngineProgram program(Provider provider, EngineDistributions others) {
        EngineProgram own = program();
        return provider == Provider.CPU
                ? own
                : new EngineProgram(
                        own.classPath(), own.mainClass(), Optional.of(others.require(provider)), own.startOptions());
    }

    public EngineProgram program() {
        Path natives = directory.resolve("native").resolve(system());
        return new EngineProgram(
                classPath(),
                MAIN_CLASS,
                Files.isDirectory(natives) ? Optional.of(natives) : Optional.empty(),
                startOptions());
    }

    /** Each jar, in the order of their names: a cache fits one order alone, and a folder has another on each disk. */
    private String classPath() {
        Path jars = directory.resolve("lib");
        try (Stream<Path> files = Files.list(jars)) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(".jar"))
                    .sorted()
                    .collect(joining(File.pathSeparator));
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    ErrorCode.ENGINE_UNAVAILABLE,
                    "%s cannot be read: %s; check who may read it, or set %s to another engine home"
                            .formatted(jars, e, ENVIRONMENT),
                    e);
        }
    }

    /** A cache that fits neither the jars nor the JVM any more is ignored by the JVM, which would say so in the log. */
    private List<String> startOptions() {
        String record = System.getProperty(RECORD_PROPERTY);
        if (record != null) {
            return Stream.concat(Stream.of("-XX:AOTCacheOutput=" + record, QUIET), WITHOUT_PROFILES.stream())
                    .toList();
        }
        Path cache = directory.resolve("engine.aot");
        return Files.isRegularFile(cache) ? List.of("-XX:AOTCache=" + cache, QUIET) : List.of();
    }

    /** The name ONNX Runtime's Java package gives this system, for example {@code linux-x64}. */
    static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x64";
        if (name.contains("mac")) {
            return "osx-" + processor;
        }
        return (name.contains("win") ? "win-" : "linux-") + processor;
    }
}
