package dev.narrowgauge.checks.rules;

import com.google.protobuf.ByteString;
import dev.narrowgauge.engine.onnx.dataset.NpzWriter;
import dev.narrowgauge.engine.onnx.dataset.NpzWriter.Array;
import dev.narrowgauge.engine.onnx.model.ElementType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Some of the demo's labelled digits, as a dataset of their own. */
record DigitSamples(byte[] images, long[] labels) {
    private static final int VALUES = 8 * 8;
    private static final int PREFIX = 10;
    private static final int HEADER_LENGTH = 8;

    static DigitSamples read(Path archive) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            byte[] labels = values(zip, "labels.npy");
            long[] numbers = new long[labels.length / Long.BYTES];
            ByteBuffer.wrap(labels)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asLongBuffer()
                    .get(numbers);
            return new DigitSamples(values(zip, "image.npy"), numbers);
        }
    }

    private static byte[] values(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        byte[] array = zip.getInputStream(entry).readAllBytes();
        int start = PREFIX
                + Short.toUnsignedInt(
                        ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN).getShort(HEADER_LENGTH));
        return java.util.Arrays.copyOfRange(array, start, array.length);
    }

    /** The first ones. */
    Path first(int count, Path target) throws IOException {
        return write(IntStream.range(0, count).boxed().toList(), target);
    }

    /** All of the other digits, and that many of one. */
    Path with(int most, int digit, Path target) throws IOException {
        List<Integer> kept = new ArrayList<>();
        int taken = 0;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] != digit || taken++ < most) {
                kept.add(i);
            }
        }
        return write(kept, target);
    }

    private Path write(List<Integer> samples, Path target) throws IOException {
        int bytes = VALUES * Float.BYTES;
        List<ByteString> parts = samples.stream()
                .map(i -> ByteString.copyFrom(images, i * bytes, bytes))
                .toList();
        ByteBuffer numbers = ByteBuffer.allocate(samples.size() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        samples.forEach(i -> numbers.putLong(labels[i]));
        long count = samples.size();
        try (OutputStream out = Files.newOutputStream(target)) {
            NpzWriter.write(
                    List.of(
                            new Array("image", ElementType.FLOAT, List.of(count, 1L, 8L, 8L), parts),
                            new Array(
                                    "labels",
                                    ElementType.INT64,
                                    List.of(count),
                                    List.of(ByteString.copyFrom(numbers.array())))),
                    out);
        }
        return target;
    }
}
