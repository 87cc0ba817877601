package dev.narrowgauge.engine.onnx.dataset;

import static dev.narrowgauge.domain.error.ErrorCode.DATASET_EMPTY;
import static dev.narrowgauge.domain.error.ErrorCode.DATASET_SHAPE_MISMATCH;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.ValueInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.ZipEntry;

/** One array of an {@code .npz}, whose first axis counts the samples. */
record NpzArray(DatasetArchive archive, ZipEntry entry, String name, NpyHeader header) {
    private static final String ENDING = ".npy";
    private static final long MAX_SAMPLE_BYTES = 1L << 30;

    static boolean isArray(ZipEntry entry) {
        return entry.getName().endsWith(ENDING);
    }

    static NpzArray open(DatasetArchive archive, ZipEntry entry) {
        String name = entry.getName().substring(0, entry.getName().length() - ENDING.length());
        try (InputStream in = archive.stream(entry)) {
            NpzArray array = new NpzArray(archive, entry, name, NpyHeader.read(name, in));
            array.check();
            return array;
        } catch (NpyHeader.UnusableException e) {
            throw archive.unreadable("cannot be used: its array '" + name + "' " + e.getMessage(), e);
        } catch (IOException e) {
            throw archive.unreadable("is damaged in its array '" + name + "' (" + e.getMessage() + ")", e);
        }
    }

    ElementType elementType() {
        return header.elementType();
    }

    List<Long> dims() {
        return header.dims();
    }

    ValueInfo description() {
        return new ValueInfo(name, elementType(), dims());
    }

    long samples() {
        return dims().getFirst();
    }

    long elementsPerSample() {
        return dims().stream().skip(1).reduce(1L, Math::multiplyExact);
    }

    int sampleBytes() {
        return (int) elementType().byteCount(elementsPerSample());
    }

    NpyStream stream() {
        return NpyStream.open(this);
    }

    private void check() {
        if (dims().isEmpty()) {
            throw new NarrowgaugeException(
                    DATASET_SHAPE_MISMATCH,
                    "Array '" + name + "' of '" + archive.name()
                            + "' is a single number; its first axis must count the samples: save numpy.expand_dims("
                            + name + ", 0).");
        }
        if (dims().contains(0L)) {
            throw new NarrowgaugeException(
                    DATASET_EMPTY,
                    "Array '" + name + "' of '" + archive.name() + "' has shape " + dims() + ": it holds no samples.");
        }
        checkSize();
    }

    private void checkSize() {
        try {
            long sampleBytes = elementType().byteCount(elementsPerSample());
            long bytes = Math.addExact(Math.multiplyExact(sampleBytes, samples()), header.length());
            if (bytes != entry.getSize()) {
                throw archive.unreadable("is damaged: its array '" + name + "' of shape " + dims() + " should have "
                        + bytes + " bytes but has " + entry.getSize());
            }
            if (sampleBytes > MAX_SAMPLE_BYTES) {
                throw archive.unreadable("has samples of " + sampleBytes + " bytes in its array '" + name
                        + "'; at most " + MAX_SAMPLE_BYTES + " are supported");
            }
        } catch (ArithmeticException e) {
            throw archive.unreadable(
                    "is damaged: the shape " + dims() + " of its array '" + name + "' is larger than any file", e);
        }
    }
}
