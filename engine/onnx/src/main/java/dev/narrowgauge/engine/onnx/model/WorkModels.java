package dev.narrowgauge.engine.onnx.model;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.HostFault;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Models in one directory that are gone when the work is done. Large weights that several of them have are on the disk once,
 * beside the models, and whoever loads one maps them: neither loading nor writing another model of the same weights takes
 * time or memory for them. Nothing waits for the disk.
 *
 * <p>Weights are the same where they are the same bytes in memory: rewriting a graph passes them on as they are.
 */
public final class WorkModels {
    /** Smaller ones are cheap to copy, and some of them are shapes that are read while a model is loaded. */
    private static final int LEAST_BYTES = 1 << 20;

    private static final String LOCATION = "weights.data";

    private final Path directory;
    private final WeakIdentityMap<ByteString, Long> offsets = new WeakIdentityMap<>();
    private long end;

    public WorkModels(Path directory) {
        this.directory = directory;
    }

    /**
     * Writes a model with all tensor data inside.
     *
     * @param name of the file in the directory
     */
    public Path write(ModelProto model, String name) {
        Path file = directory.resolve(name);
        try {
            write(withoutWeights(model), file);
            return file;
        } catch (IOException e) {
            throw notWritten(file, e);
        }
    }

    /** Writes a model that is handed on later, in one file; its bytes may not have reached the disk. */
    public static void writeWhole(ModelProto model, Path file) {
        OnnxModelWriter.requireOneFile(model);
        try {
            write(model, file);
        } catch (IOException e) {
            throw notWritten(file, e);
        }
    }

    private static void write(ModelProto model, Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            CodedOutputStream coded = CodedOutputStream.newInstance(out);
            coded.useDeterministicSerialization();
            model.writeTo(coded);
            coded.flush();
        }
    }

    private static NarrowgaugeException notWritten(Path file, IOException cause) {
        return new NarrowgaugeException(
                HostFault.behind(cause).orElse(ErrorCode.STORAGE_UNAVAILABLE),
                "A model cannot be written to '" + file + "': " + FileFailure.reason(file, cause) + ".",
                cause);
    }

    /** Reads a model of the directory that ONNX Runtime has made of one that was written here; all tensor data is inside. */
    public ModelProto read(String name) {
        var external = new ExternalData(directory);
        return TensorRewriter.rewrite(
                OnnxModelReader.readUnchecked(directory.resolve(name)).proto(), tensor -> {
                    TensorProto resolved = external.resolved(tensor);
                    if (resolved != tensor) {
                        offsets.put(resolved.getRawData(), ExternalData.offset(tensor));
                    }
                    return resolved;
                });
    }

    private ModelProto withoutWeights(ModelProto model) throws IOException {
        GraphProto.Builder graph = null;
        for (int i = 0; i < model.getGraph().getInitializerCount(); i++) {
            TensorProto tensor = model.getGraph().getInitializer(i);
            if (tensor.getRawData().size() >= LEAST_BYTES) {
                graph = graph == null ? model.getGraph().toBuilder() : graph;
                long offset = offset(tensor.getRawData());
                graph.setInitializer(
                        i,
                        ExternalizedModel.external(
                                tensor, LOCATION, offset, tensor.getRawData().size()));
            }
        }
        return graph == null ? model : model.toBuilder().setGraph(graph).build();
    }

    private long offset(ByteString bytes) throws IOException {
        Long known = offsets.get(bytes);
        if (known != null) {
            return known;
        }
        long offset = ExternalizedModel.aligned(end);
        try (FileChannel channel =
                FileChannel.open(directory.resolve(LOCATION), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ExternalizedModel.write(bytes, channel, offset);
        }
        MappedBytes.unload(bytes);
        offsets.put(bytes, offset);
        end = offset + bytes.size();
        return offset;
    }
}
