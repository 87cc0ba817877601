package dev.narrowgauge.engine.onnx.model;

import static dev.narrowgauge.domain.error.ErrorCode.MODEL_DIMENSION_OVERFLOW;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_EXTERNAL_DATA_ESCAPES;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_EXTERNAL_DATA_MISSING;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_EXTERNAL_DATA_SHORT;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_INVALID;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_TOO_LARGE;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.StringStringEntryProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Bytes of tensors that live in files beside the model. A location must stay inside the model's directory, links
 * followed; each file is mapped once and never copied.
 */
final class ExternalData {
    private final Path directory;
    private final Map<String, MemorySegment> mapped = new HashMap<>();

    ExternalData(Path directory) {
        this.directory = directory;
    }

    static boolean isExternal(TensorProto tensor) {
        return tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
    }

    /** Where its bytes begin in their file. */
    static long offset(TensorProto tensor) {
        return Reference.of(tensor).offset();
    }

    ModelProto inlined(ModelProto model) {
        return TensorRewriter.rewrite(model, this::resolved);
    }

    TensorProto resolved(TensorProto tensor) {
        if (!isExternal(tensor)) {
            return tensor;
        }
        MemorySegment bytes = bytes(tensor);
        if (bytes.byteSize() > Integer.MAX_VALUE - 8) {
            throw new NarrowgaugeException(
                    MODEL_TOO_LARGE,
                    "Tensor '" + tensor.getName() + "' has " + Numbers.bytes(bytes.byteSize())
                            + "; a single tensor may have at most 2 GiB.");
        }
        ByteString raw = UnsafeByteOperations.unsafeWrap(bytes.asByteBuffer());
        return tensor.toBuilder()
                .clearDataLocation()
                .clearExternalData()
                .setRawData(raw)
                .build();
    }

    /** The tensor's bytes in the mapped file, checked against its shape and the file's size. */
    MemorySegment bytes(TensorProto tensor) {
        Reference reference = Reference.of(tensor);
        MemorySegment file = mapped.computeIfAbsent(reference.location, location -> map(tensor.getName(), location));
        long expected = expectedBytes(tensor);
        if (reference.length >= 0 && reference.length != expected) {
            throw new NarrowgaugeException(
                    MODEL_INVALID,
                    "Tensor '" + tensor.getName() + "' of shape " + tensor.getDimsList() + " has " + expected
                            + " bytes, but its external data claims " + reference.length + ".");
        }
        if (reference.offset > file.byteSize() || expected > file.byteSize() - reference.offset) {
            throw new NarrowgaugeException(
                    MODEL_EXTERNAL_DATA_SHORT,
                    "Tensor '" + tensor.getName() + "' needs " + expected + " bytes from byte " + reference.offset
                            + " of '" + reference.location + "', which has only " + file.byteSize()
                            + "; give the complete file.");
        }
        return file.asSlice(reference.offset, expected);
    }

    static long expectedBytes(TensorProto tensor) {
        ElementType type = ElementType.ofNumber(tensor.getDataType()).orElse(ElementType.UNDEFINED);
        if (!type.hasFixedWidth()) {
            throw new NarrowgaugeException(
                    MODEL_INVALID,
                    "Tensor '" + tensor.getName() + "' has external data but element type number "
                            + tensor.getDataType() + ", which cannot be stored externally.");
        }
        try {
            return type.byteCount(TensorValues.elementCount(tensor));
        } catch (ArithmeticException e) {
            throw new NarrowgaugeException(
                    MODEL_DIMENSION_OVERFLOW,
                    "Tensor '" + tensor.getName() + "' of shape " + tensor.getDimsList()
                            + " is larger than 2^63 bytes.",
                    e);
        }
    }

    private MemorySegment map(String tensor, String location) {
        Path file = locate(tensor, location);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            // Lives as long as a tensor refers to it: models have no close.
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
        } catch (IOException e) {
            throw missing(tensor, location, e);
        }
    }

    private Path locate(String tensor, String location) {
        Path relative = relative(tensor, location);
        Path file = directory.resolve(relative);
        try {
            Path real = file.toRealPath();
            Path home = directory.toAbsolutePath().toRealPath();
            if (!real.startsWith(home)) {
                throw escapes(tensor, location);
            }
            if (!Files.isRegularFile(real)) {
                throw missing(tensor, location, null);
            }
            return real;
        } catch (IOException e) {
            throw missing(tensor, location, e);
        }
    }

    private static Path relative(String tensor, String location) {
        // Backslashes and drive letters are refused on every system, so that a model means the same file everywhere.
        boolean suspicious = location.contains("\\") || location.contains(":") || location.startsWith("/");
        if (suspicious || List.of(location.split("/", -1)).contains("..")) {
            throw escapes(tensor, location);
        }
        try {
            return Path.of(location);
        } catch (InvalidPathException _) {
            throw escapes(tensor, location);
        }
    }

    private static NarrowgaugeException escapes(String tensor, String location) {
        return new NarrowgaugeException(
                MODEL_EXTERNAL_DATA_ESCAPES,
                "Tensor '" + tensor + "' points to '" + location
                        + "', outside the model's directory; external data must be a relative path beside the model.");
    }

    private static NarrowgaugeException missing(String tensor, String location, IOException cause) {
        return new NarrowgaugeException(
                MODEL_EXTERNAL_DATA_MISSING,
                "Tensor '" + tensor + "' has its data in '" + location
                        + "', which is not beside the model; put its data files there, or give a zip of the model with all of them.",
                cause);
    }

    private record Reference(String location, long offset, long length) {
        private static Reference of(TensorProto tensor) {
            String location = "";
            long offset = 0;
            long length = -1;
            for (StringStringEntryProto entry : tensor.getExternalDataList()) {
                switch (entry.getKey()) {
                    case "location" -> location = entry.getValue();
                    case "offset" -> offset = number(tensor, entry);
                    case "length" -> length = number(tensor, entry);
                    default -> {
                        // checksum and keys of later versions do not change where the bytes are
                    }
                }
            }
            if (location.isEmpty()) {
                throw new NarrowgaugeException(
                        MODEL_INVALID, "Tensor '" + tensor.getName() + "' has external data without a location.");
            }
            return new Reference(location, offset, length);
        }

        private static long number(TensorProto tensor, StringStringEntryProto entry) {
            try {
                long number = Long.parseLong(entry.getValue().strip());
                if (number >= 0) {
                    return number;
                }
            } catch (NumberFormatException _) {
                // reported below like a negative number
            }
            throw new NarrowgaugeException(
                    MODEL_INVALID,
                    "Tensor '" + tensor.getName() + "' has external data with " + entry.getKey() + " '"
                            + entry.getValue() + "', which is not a number of bytes.");
        }
    }
}
