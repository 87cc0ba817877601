package dev.narrowgauge.engine.onnx.dataset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import dev.narrowgauge.engine.onnx.model.ElementType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes arrays as {@code numpy.savez_compressed} does. The same arrays give the same bytes.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</a>
 */
public final class NpzWriter {
    private static final int HEAD_ALIGNMENT = 64;
    private static final int BYTES_BEFORE_TEXT = 10;

    private NpzWriter() {}

    /**
     * One array, little-endian.
     *
     * @param parts its bytes, one part after the other
     */
    public record Array(String name, ElementType elementType, List<Long> dims, List<ByteString> parts) {
        public Array {
            requireNonNull(name, "name is null");
            dims = List.copyOf(dims);
            parts = List.copyOf(parts);
            if (numpyType(elementType).isEmpty()) {
                throw new IllegalArgumentException("numpy has no type for " + elementType);
            }
        }
    }

    public static boolean canWrite(ElementType type) {
        return numpyType(type).isPresent();
    }

    public static void write(List<Array> arrays, OutputStream out) throws IOException {
        ZipOutputStream zip = zip(out);
        for (Array array : arrays) {
            begin(array.name(), array.elementType(), array.dims(), zip);
            for (ByteString part : array.parts()) {
                part.writeTo(zip);
            }
            zip.closeEntry();
        }
        zip.finish();
    }

    static ZipOutputStream zip(OutputStream out) {
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.setLevel(Deflater.BEST_SPEED);
        return zip;
    }

    /** Everything of an array but its values. */
    static void begin(String name, ElementType type, List<Long> shape, ZipOutputStream zip) throws IOException {
        ZipEntry entry = new ZipEntry(name + ".npy");
        entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
        zip.putNextEntry(entry);
        zip.write(head(type, shape));
    }

    private static byte[] head(ElementType type, List<Long> shape) {
        String dims = shape.stream().map(dim -> dim + ",").collect(Collectors.joining(" ", "(", ")"));
        String text = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }"
                .formatted(numpyType(type).orElseThrow(), dims);
        int padding = HEAD_ALIGNMENT - (BYTES_BEFORE_TEXT + text.length() + 1) % HEAD_ALIGNMENT;
        byte[] padded = (text + " ".repeat(padding % HEAD_ALIGNMENT) + "\n").getBytes(ISO_8859_1);
        return ByteBuffer.allocate(BYTES_BEFORE_TEXT + padded.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0x93)
                .put("NUMPY".getBytes(ISO_8859_1))
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) padded.length)
                .put(padded)
                .array();
    }

    private static Optional<String> numpyType(ElementType type) {
        return Optional.ofNullable(
                switch (type) {
                    case FLOAT16 -> "<f2";
                    case FLOAT -> "<f4";
                    case DOUBLE -> "<f8";
                    case INT8 -> "|i1";
                    case INT16 -> "<i2";
                    case INT32 -> "<i4";
                    case INT64 -> "<i8";
                    case UINT8 -> "|u1";
                    case UINT16 -> "<u2";
                    case UINT32 -> "<u4";
                    case UINT64 -> "<u8";
                    case BOOL -> "|b1";
                    default -> null;
                });
    }
}
