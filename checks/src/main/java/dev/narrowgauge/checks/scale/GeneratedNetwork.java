package dev.narrowgauge.checks.scale;

import dev.narrowgauge.checks.data.Samples;
import java.nio.file.Path;

/** A network of any size. */
interface GeneratedNetwork extends Network {
    /** Writes it, with a data file beside it. */
    void write(Path file);

    Samples samples(int count);

    @Override
    default Path model(Path directory, Path shared) {
        Path file = directory.resolve("model.onnx");
        write(file);
        return file;
    }

    @Override
    default Path data(Path directory, Path shared, int count) {
        return samples(count).write(directory.resolve("samples.npz"));
    }
}
