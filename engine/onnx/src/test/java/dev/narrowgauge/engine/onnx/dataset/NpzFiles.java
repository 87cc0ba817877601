package dev.narrowgauge.engine.onnx.dataset;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes datasets as numpy does, and as it does not. */
final class NpzFiles {
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private boolean stored;

    NpzFiles floats(String name, String shape, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return array(name, header("<f4", false, shape), bytes.array());
    }

    NpzFiles longs(String name, String shape, long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return array(name, header("<i8", false, shape), bytes.array());
    }

    NpzFiles array(String name, String header, byte[] values) {
        byte[] text = header.getBytes(ISO_8859_1);
        ByteBuffer file = ByteBuffer.allocate(10 + text.length + values.length).order(LITTLE_ENDIAN);
        file.put((byte) 0x93).put("NUMPY".getBytes(ISO_8859_1)).put((byte) 1).put((byte) 0);
        file.putShort((short) text.length).put(text).put(values);
        return entry(name + ".npy", file.array());
    }

    NpzFiles tensor(int set, int index, TensorProto tensor) {
        return entry("test_data_set_" + set + "/input_" + index + ".pb", tensor.toByteArray());
    }

    NpzFiles entry(String name, byte[] bytes) {
        entries.put(name, bytes);
        return this;
    }

    NpzFiles stored() {
        stored = true;
        return this;
    }

    static String header(String type, boolean fortran, String shape) {
        String text = "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }"
                .formatted(type, fortran ? "True" : "False", shape);
        int padding = 64 - (10 + text.length() + 1) % 64;
        return text + " ".repeat(padding % 64) + "\n";
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writeTo(out);
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail to be written", e);
        }
        return out.toByteArray();
    }

    Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    private void writeTo(OutputStream out) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                ZipEntry head = new ZipEntry(entry.getKey());
                if (stored) {
                    CRC32 checksum = new CRC32();
                    checksum.update(entry.getValue());
                    head.setMethod(ZipEntry.STORED);
                    head.setSize(entry.getValue().length);
                    head.setCrc(checksum.getValue());
                }
                zip.putNextEntry(head);
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
    }
}
