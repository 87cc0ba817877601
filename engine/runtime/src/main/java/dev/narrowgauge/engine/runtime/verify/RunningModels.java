package dev.narrowgauge.engine.runtime.verify;

import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Variants of many nodes as ONNX Runtime runs them, kept to be loaded again. Every DequantizeLinear of a weight is a node
 * that no other comes before, and at each step of loading ONNX Runtime 1.30 sorts those in time that grows with the square
 * of their number; in the graph that it has made of them they are gone.
 */
public final class RunningModels {
    /** Fewer are loaded in a second. */
    private static final int LEAST_NODES = 4000;

    /** Loading more takes its time in any case, and they would lie on the disk once more. */
    private static final long MOST_BYTES = 64L << 20;

    private RunningModels() {}

    /** @param running what ONNX Runtime has made of the variant */
    static void keep(ModelProto variant, Path running, TaskDirectory work) {
        try {
            if (hasMany(variant) && Files.size(running) <= MOST_BYTES) {
                Files.copy(running, file(variant, work), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A graph that was just written cannot be copied", e);
        }
    }

    /** The graph to be loaded as it is; empty where none was kept of just this variant. */
    public static Optional<Path> of(ModelProto variant, TaskDirectory work) {
        return hasMany(variant) ? Optional.of(file(variant, work)).filter(Files::isRegularFile) : Optional.empty();
    }

    private static boolean hasMany(ModelProto variant) {
        return variant.getGraph().getNodeCount() > LEAST_NODES;
    }

    private static Path file(ModelProto variant, TaskDirectory work) {
        return work.resolve("running-%s.onnx".formatted(Sha256.ofWritten(variant::writeTo)));
    }
}
