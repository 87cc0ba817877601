package dev.narrowgauge.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Zip files made entry by entry, npz datasets among them. */
final class Archive {
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    Archive file(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    /** A float array in NumPy's format, version 1.0. */
    Archive floats(String name, String shape, float... values) {
        ByteBuffer data = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            data.putFloat(value);
        }
        return file(name + ".npy", npy("<f4", shape, data.array()));
    }

    /** As {@link #floats}, of bytes. */
    Archive unsigned(String name, String shape, byte[] values) {
        return file(name + ".npy", npy("|u1", shape, values));
    }

    Archive labels(long... values) {
        ByteBuffer data = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            data.putLong(value);
        }
        return file("labels.npy", npy("<i8", "(%d,)".formatted(values.length), data.array()));
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] npy(String type, String shape, byte[] data) {
        String text = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(type, shape);
        int padding = 64 - (10 + text.length() + 1) % 64;
        String header = text + " ".repeat(padding) + "\n";
        ByteBuffer file = ByteBuffer.allocate(10 + header.length() + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0x93)
                .put("NUMPY".getBytes(ISO_8859_1))
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) header.length())
                .put(header.getBytes(ISO_8859_1))
                .put(data);
        return file.array();
    }
}
