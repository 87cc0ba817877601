package dev.narrowgauge.engine.onnx.model;

import static dev.narrowgauge.domain.error.ErrorCode.FILE_NOT_FOUND;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_INVALID;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_NOT_ONNX;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_TOO_LARGE;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_TRUNCATED;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads models and checks them before anything else sees them; whatever is wrong has a MODEL_* code. */
public final class OnnxModelReader {
    /** Smaller files are read at once; of larger ones only the touched pages are loaded, and nothing is copied. */
    private static final long MAP_FROM_BYTES = 64L << 20;

    private OnnxModelReader() {}

    /** Reads an ONNX file whose external data, if any, lies beside it. */
    public static OnnxModel read(Path file) {
        OnnxModel model = readUnchecked(file);
        OnnxModelValidator.validate(model);
        return model;
    }

    /**
     * Reads an ONNX file, or a zip of exactly one ONNX file with its external data, which is unpacked into the work
     * directory and must stay there as long as the model is used.
     */
    public static OnnxModel read(Path file, Path workDirectory) {
        return read(locate(file, workDirectory));
    }

    /** The ONNX file itself; of a zip, the one it holds, unpacked into the work directory. */
    public static Path locate(Path file, Path workDirectory) {
        return ModelArchive.isArchive(file) ? ModelArchive.unpack(file, workDirectory) : file;
    }

    /** Only parses: for files of ONNX Runtime, whose optimized graphs have operators of its inner domains. */
    public static OnnxModel readUnchecked(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new NarrowgaugeException(FILE_NOT_FOUND, "The model '" + file + "' is not there.");
        }
        ModelProto proto = parse(file.getFileName().toString(), load(file));
        return new OnnxModel(proto, file.toAbsolutePath().getParent());
    }

    static ModelProto parse(String name, ByteString bytes) {
        try {
            CodedInputStream input = bytes.newCodedInput();
            // Tensors become views of the bytes read, not copies.
            input.enableAliasing(true);
            ModelProto model = ModelProto.parseFrom(input);
            input.checkLastTagWas(0);
            if (!model.hasGraph() && !model.hasIrVersion()) {
                throw notOnnx(name);
            }
            return model;
        } catch (IOException e) {
            throw unreadable(name, bytes, e);
        }
    }

    private static NarrowgaugeException unreadable(String name, ByteString bytes, IOException cause) {
        return switch (TopLevelFields.of(bytes)) {
            case FOREIGN -> notOnnx(name);
            case CUT_OFF ->
                new NarrowgaugeException(
                        MODEL_TRUNCATED,
                        "'" + name + "' is an incomplete ONNX model: it ends after " + bytes.size()
                                + " bytes; give the complete file.",
                        cause);
            case COMPLETE ->
                new NarrowgaugeException(
                        MODEL_INVALID,
                        "'" + name + "' is a damaged ONNX model (" + cause.getMessage() + "); export it again.",
                        cause);
        };
    }

    private static NarrowgaugeException notOnnx(String name) {
        return new NarrowgaugeException(
                MODEL_NOT_ONNX,
                "'" + name + "' is not an ONNX model; export the model to ONNX, for example with torch.onnx.export.");
    }

    private static ByteString load(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size > Integer.MAX_VALUE - 8) {
                throw new NarrowgaugeException(
                        MODEL_TOO_LARGE,
                        "'" + file.getFileName() + "' has " + Numbers.bytes(size)
                                + "; an ONNX file may have 2 GiB, so save the weights as external data.");
            }
            if (size < MAP_FROM_BYTES) {
                return UnsafeByteOperations.unsafeWrap(Files.readAllBytes(file));
            }
            return UnsafeByteOperations.unsafeWrap(channel.map(FileChannel.MapMode.READ_ONLY, 0, size, Arena.ofAuto())
                    .asByteBuffer());
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    FILE_NOT_FOUND, "'" + file + "' cannot be read: " + FileFailure.reason(file, e) + ".", e);
        }
    }
}
