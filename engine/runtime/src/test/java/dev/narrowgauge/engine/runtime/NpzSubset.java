package dev.narrowgauge.engine.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Some samples of an {@code .npz}, as another one; what a test changes on the way is up to it. */
final class NpzSubset {
    private static final int PREFIX = 10;
    private static final Pattern SHAPE = Pattern.compile("'shape': \\((\\d+)");

    private NpzSubset() {}

    @FunctionalInterface
    interface Change {
        void apply(String array, ByteBuffer values);
    }

    static Path first(int samples, Path source, Path target) throws IOException {
        return first(samples, source, target, (array, values) -> {});
    }

    static Path first(int samples, Path source, Path target, Change change) throws IOException {
        return range(0, samples, source, target, change);
    }

    static Path range(int first, int samples, Path source, Path target, Change change) throws IOException {
        try (ZipFile zip = new ZipFile(source.toFile());
                OutputStream out = Files.newOutputStream(target);
                ZipOutputStream copy = new ZipOutputStream(out)) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                byte[] array = zip.getInputStream(entry).readAllBytes();
                copy.putNextEntry(new ZipEntry(entry.getName()));
                copy.write(subset(entry.getName(), array, first, samples, change));
                copy.closeEntry();
            }
        }
        return target;
    }

    private static byte[] subset(String name, byte[] array, int first, int samples, Change change) {
        int headerLength = Short.toUnsignedInt(
                ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN).getShort(8));
        int start = PREFIX + headerLength;
        String header = new String(array, PREFIX, headerLength, ISO_8859_1);
        Matcher shape = SHAPE.matcher(header);
        if (!shape.find()) {
            throw new IllegalArgumentException("no shape in " + header);
        }
        int all = Integer.parseInt(shape.group(1));
        String shorter = shape.replaceFirst("'shape': (" + samples).strip();
        int size = (array.length - start) / all;
        byte[] result = Arrays.copyOf(array, start + size * samples);
        System.arraycopy(array, start + size * first, result, start, size * samples);
        byte[] padded =
                String.format("%-" + (headerLength - 1) + "s\n", shorter).getBytes(ISO_8859_1);
        System.arraycopy(padded, 0, result, PREFIX, headerLength);
        ByteBuffer values =
                ByteBuffer.wrap(result, start, result.length - start).slice().order(ByteOrder.LITTLE_ENDIAN);
        change.apply(name.replace(".npy", ""), values);
        return result;
    }
}
