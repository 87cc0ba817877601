package dev.narrowgauge.engine.onnx.model;

import static dev.narrowgauge.domain.error.ErrorCode.MODEL_EXTERNAL_DATA_MISSING;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_TOO_LARGE;
import static dev.narrowgauge.domain.error.ErrorCode.OUTPUT_NOT_WRITABLE;

import com.google.protobuf.CodedOutputStream;
import dev.narrowgauge.domain.error.DiskFull;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Writes models: whole or not at all, and bit-identical for equal models. One whose protobuf would be too large gets
 * its large initializers in {@code <file name>.data} beside it.
 */
public final class OnnxModelWriter {
    /** Below the 2 GiB of a protobuf, with room for what a tool adds later. */
    static final long MAX_PROTO_BYTES = 1_800_000_000L;

    private static final int BUFFER_BYTES = 1 << 16;

    private OnnxModelWriter() {}

    /** Also takes a model with external data, which it inlines, so that the files written depend on no others. */
    public static void write(OnnxModel model, Path file) {
        write(model.inlined().proto(), file);
    }

    /** Fails if a tensor has its data in another file. */
    public static void write(ModelProto model, Path file) {
        write(model, file, MAX_PROTO_BYTES);
    }

    /** Fails with {@code MODEL_TOO_LARGE} where {@link #write} would put weights into a second file. */
    public static void requireOneFile(ModelProto model) {
        requireOneFile(model, MAX_PROTO_BYTES);
    }

    static void requireOneFile(ModelProto model, long maxProtoBytes) {
        long bytes = ModelSize.of(model);
        if (bytes > maxProtoBytes) {
            throw new NarrowgaugeException(
                    MODEL_TOO_LARGE,
                    "The variant would have %d bytes, and one file can hold %d; quantize a smaller model or more of its weights."
                            .formatted(bytes, maxProtoBytes));
        }
    }

    static void write(ModelProto model, Path file, long maxProtoBytes) {
        TensorRewriter.forEach(model, OnnxModelWriter::checkInline);
        try {
            if (ModelSize.of(model) <= maxProtoBytes) {
                AtomicFile.write(file, channel -> writeTo(model, channel));
                return;
            }
            ExternalizedModel externalized = ExternalizedModel.of(model, file.getFileName() + ".data");
            if (ModelSize.of(externalized.proto()) > maxProtoBytes) {
                throw new NarrowgaugeException(
                        MODEL_TOO_LARGE,
                        "The model has more than " + maxProtoBytes
                                + " bytes beside its initializers, which is more than an ONNX file can hold.");
            }
            AtomicFile.write(file.resolveSibling(externalized.location()), externalized::writeData);
            AtomicFile.write(file, channel -> writeTo(externalized.proto(), channel));
        } catch (IOException e) {
            throw notWritten(file, e);
        }
    }

    private static void writeTo(ModelProto model, FileChannel channel) throws IOException {
        CodedOutputStream out = CodedOutputStream.newInstance(Channels.newOutputStream(channel), BUFFER_BYTES);
        out.useDeterministicSerialization();
        model.writeTo(out);
        out.flush();
    }

    private static void checkInline(TensorProto tensor) {
        if (ExternalData.isExternal(tensor)) {
            throw new NarrowgaugeException(
                    MODEL_EXTERNAL_DATA_MISSING,
                    "The tensor '" + tensor.getName() + "' has its data in another file; inline the model first.");
        }
    }

    private static NarrowgaugeException notWritten(Path file, IOException e) {
        return new NarrowgaugeException(
                DiskFull.or(OUTPUT_NOT_WRITABLE, e),
                "The model cannot be written to '" + file + "': " + FileFailure.reason(file, e) + ".",
                e);
    }
}
