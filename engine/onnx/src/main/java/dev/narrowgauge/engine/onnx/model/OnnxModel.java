package dev.narrowgauge.engine.onnx.model;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** An ONNX model and the directory against which the locations of its external data are resolved. */
public record OnnxModel(ModelProto proto, Path directory) {
    public OnnxModel {
        requireNonNull(proto, "proto is null");
        requireNonNull(directory, "directory is null");
    }

    /** A model made in memory, which refers to no file. */
    public static OnnxModel of(ModelProto proto) {
        return new OnnxModel(proto, Path.of(""));
    }

    public OnnxModel withProto(ModelProto changed) {
        return new OnnxModel(changed, directory);
    }

    /**
     * The same model with every external tensor's bytes as its {@code raw_data}. The bytes stay in the mapped file, so
     * this costs no memory however large they are; a model above two gigabytes can still be written by
     * {@link OnnxModelWriter}, but not by {@code toByteArray}.
     */
    public OnnxModel inlined() {
        return new OnnxModel(new ExternalData(directory).inlined(proto), directory);
    }

    /** The tensor itself, or if its bytes are external the same tensor with them as {@code raw_data}. */
    public TensorProto resolved(TensorProto tensor) {
        return new ExternalData(directory).resolved(tensor);
    }

    /** How many bytes its tensors have in other files. */
    public long externalBytes() {
        AtomicLong bytes = new AtomicLong();
        TensorRewriter.forEach(proto, tensor -> {
            if (ExternalData.isExternal(tensor)) {
                bytes.addAndGet(ExternalData.expectedBytes(tensor));
            }
        });
        return bytes.get();
    }

    public OnnxModelDescription describe() {
        return OnnxModelDescription.of(proto);
    }
}
