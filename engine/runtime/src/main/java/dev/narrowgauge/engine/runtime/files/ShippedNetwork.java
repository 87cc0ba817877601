package dev.narrowgauge.engine.runtime.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A small network of digits and samples for it, which every engine has with it. */
public final class ShippedNetwork {
    private static final String FOLDER = "/dev/narrowgauge/engine/runtime/rehearsal/";

    private ShippedNetwork() {}

    /** Writes the network there. */
    public static Path model(TaskDirectory work) throws IOException {
        return unpack("digits-cnn.onnx", work);
    }

    /** Writes its samples there: 256, without labels. */
    public static Path samples(TaskDirectory work) throws IOException {
        return unpack("digits-calibration.npz", work);
    }

    private static Path unpack(String name, TaskDirectory work) throws IOException {
        Path file = work.resolve(name);
        try (InputStream in = Objects.requireNonNull(ShippedNetwork.class.getResourceAsStream(FOLDER + name))) {
            Files.copy(in, file);
        }
        return file;
    }
}
