package dev.narrowgauge.checks.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Samples of a network: an array for each of its inputs, and maybe {@code labels}. */
public record Samples(Map<String, Values> arrays) {
    private static final int ALIGNMENT = 64;
    private static final String SUFFIX = ".npy";
    private static final int PREFIX_BYTES = 10;

    public Samples {
        arrays = new LinkedHashMap<>(arrays);
    }

    public static Samples of(String name, Values values) {
        return new Samples(Map.of(name, values));
    }

    public int count() {
        return arrays.values().iterator().next().samples();
    }

    public Samples slice(int from, int to) {
        Map<String, Values> sliced = new LinkedHashMap<>();
        arrays.forEach((name, values) -> sliced.put(name, values.slice(from, to)));
        return new Samples(sliced);
    }

    public Samples with(String name, Values values) {
        Map<String, Values> more = new LinkedHashMap<>(arrays);
        more.put(name, values);
        return new Samples(more);
    }

    /** Arrays of rows in C order, as {@code numpy.savez} writes them. */
    public static Samples read(Path file) {
        Map<String, Values> arrays = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName();
                arrays.put(name.substring(0, name.length() - SUFFIX.length()), Values.read(zip.readAllBytes()));
            }
            return new Samples(arrays);
        } catch (IOException e) {
            throw new NarrowgaugeException(ErrorCode.FILE_NOT_FOUND, file + " cannot be read: " + e, e);
        }
    }

    /** As {@code numpy.savez_compressed} does. */
    public Path write(Path file) {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, Values> array : arrays.entrySet()) {
                ZipEntry entry = new ZipEntry(array.getKey() + SUFFIX);
                // Equal samples make equal files.
                entry.setTime(0);
                zip.putNextEntry(entry);
                write(array.getValue(), zip);
                zip.closeEntry();
            }
            return file;
        } catch (IOException e) {
            throw new NarrowgaugeException(ErrorCode.OUTPUT_NOT_WRITABLE, file + " cannot be written: " + e, e);
        }
    }

    private static void write(Values values, OutputStream out) throws IOException {
        String text = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(values.type(), values.shape());
        int padding = (ALIGNMENT - (PREFIX_BYTES + text.length() + 1) % ALIGNMENT) % ALIGNMENT;
        byte[] header = (text + " ".repeat(padding) + "\n").getBytes(ISO_8859_1);
        ByteBuffer prefix = ByteBuffer.allocate(PREFIX_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        prefix.put((byte) 0x93).put("NUMPY".getBytes(ISO_8859_1)).put((byte) 1).put((byte) 0);
        prefix.putShort((short) header.length);
        out.write(prefix.array());
        out.write(header);
        out.write(values.bytes());
    }
}
