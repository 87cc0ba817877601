package dev.narrowgauge.checks.scale;

import java.nio.file.Path;

/** One of the sample models, with all of its calibration samples. */
record SharedNetwork(String name) implements Network {
    @Override
    public Path model(Path directory, Path shared) {
        return shared.resolve("models/wild/" + name + ".onnx");
    }

    @Override
    public Path data(Path directory, Path shared, int count) {
        return shared.resolve("datasets/wild/" + name + "-calibration.npz");
    }
}
