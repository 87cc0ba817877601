package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;

/** The sample models and datasets beside the checkout; those of the digits come with it. */
public final class Samples {
    private static final Path ROOT = Path.of(System.getProperty("narrowgauge.root"));

    private Samples() {}

    public static Path model(String name) {
        return sample("models", name + ".onnx");
    }

    public static Path calibration(String name) {
        return sample("datasets", name + "-calibration.npz");
    }

    public static Path evaluation(String name) {
        return sample("datasets", name + "-evaluation.npz");
    }

    private static Path sample(String folder, String name) {
        Path demo = ROOT.resolve("demo").resolve(name);
        if (Files.exists(demo)) {
            return demo;
        }
        Path shared = ROOT.resolveSibling("shared").resolve(folder).resolve(name);
        assumeThat(shared).as("sample models and data beside the checkout").exists();
        return shared;
    }
}
