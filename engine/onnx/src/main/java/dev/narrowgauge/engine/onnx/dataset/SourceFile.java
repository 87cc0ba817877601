package dev.narrowgauge.engine.onnx.dataset;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A file that samples are read from.
 *
 * @param label of the one sample that it is; empty where it has none, or holds its labels itself
 */
public record SourceFile(Path path, OptionalLong label) {
    public SourceFile {
        requireNonNull(path, "path is null");
        requireNonNull(label, "label is null");
    }

    static SourceFile unlabelled(Path path) {
        return new SourceFile(path, OptionalLong.empty());
    }
}
