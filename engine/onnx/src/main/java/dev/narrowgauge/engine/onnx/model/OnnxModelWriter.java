package dev.narrowgauge.engine.onnx.model;

import static dev.narrowgauge.domain.error.ErrorCode.OUTPUT_NOT_WRITABLE;

import com.google.protobuf.CodedOutputStream;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Writes models: whole or not at all, and bit-identical for equal models. One whose protobuf would be too large gets
 * its large initializers in {@code <file name>.data} beside it.
 */
public final class OnnxModelWriter {
    private static final int BUFFER_BYTES = 1 << 16;

    private OnnxModelWriter() {}

    public static void write(OnnxModel model, Path file) {
        write(model.inlined().proto(), file);
    }

    public static void write(ModelProto model, Path file) {
        try {
            AtomicFile.write(file, channel -> writeTo(model, channel));
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    OUTPUT_NOT_WRITABLE, "The model cannot be written to '" + file + "': " + e.getMessage() + ".", e);
        }
    }

    private static void writeTo(ModelProto model, FileChannel channel) throws IOException {
        CodedOutputStream out = CodedOutputStream.newInstance(Channels.newOutputStream(channel), BUFFER_BYTES);
        out.useDeterministicSerialization();
        model.writeTo(out);
        out.flush();
    }
}
