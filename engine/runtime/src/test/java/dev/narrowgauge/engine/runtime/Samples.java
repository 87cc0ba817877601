package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;

/** The sample models and datasets beside the checkout. */
final class Samples {
    private static final Path ROOT = Path.of(System.getProperty("narrowgauge.root"));

    private Samples() {}

    static Path model(String name) {
        return shared("models").resolve(name + ".onnx");
    }

    static Path calibration(String name) {
        return shared("datasets").resolve(name + "-calibration.npz");
    }

    static Path evaluation(String name) {
        return shared("datasets").resolve(name + "-evaluation.npz");
    }

    private static Path shared(String folder) {
        Path directory = ROOT.resolveSibling("shared").resolve(folder);
        assumeThat(directory).as("sample models and data beside the checkout").isDirectory();
        return directory;
    }
}
