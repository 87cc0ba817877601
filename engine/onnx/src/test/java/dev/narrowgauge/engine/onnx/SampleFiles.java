package dev.narrowgauge.engine.onnx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The models and datasets that tests read: those of the demo, and where present the larger set beside the checkout. */
public final class SampleFiles {
    private static final Path ROOT = Path.of(System.getProperty("narrowgauge.root"));

    private SampleFiles() {}

    public static Path demo(String name) {
        return ROOT.resolve("demo").resolve(name);
    }

    public static List<Path> models() {
        return Stream.concat(
                        list(ROOT.resolve("demo"), ".onnx"),
                        list(ROOT.resolveSibling("shared").resolve("models"), ".onnx"))
                .toList();
    }

    public static List<Path> datasets() {
        return Stream.concat(
                        list(ROOT.resolve("demo"), ".npz"),
                        list(ROOT.resolveSibling("shared").resolve("datasets"), ".npz"))
                .toList();
    }

    private static Stream<Path> list(Path directory, String ending) {
        if (!Files.isDirectory(directory)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
