package dev.narrowgauge.engine.onnx.dataset;

import static dev.narrowgauge.domain.error.ErrorCode.DATASET_UNREADABLE;
import static dev.narrowgauge.domain.error.ErrorCode.FILE_NOT_FOUND;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The zip file of a dataset. What its directory claims is checked against the bytes that are there. */
record DatasetArchive(String name, ZipFile zip, List<ZipEntry> entries) implements AutoCloseable {
    private static final int MAX_ENTRIES = 100_000;
    /** Deflate cannot do better than 1032 : 1; whatever claims more is a lie or a bomb. */
    private static final long MAX_RATIO = 1032;

    private static final long RATIO_SLACK = 1024;
    private static final byte[] NPY_MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    static DatasetArchive open(Path file) {
        String name = file.getFileName().toString();
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new NarrowgaugeException(FILE_NOT_FOUND, "The dataset '" + file + "' cannot be read.");
        }
        try {
            ZipFile zip = new ZipFile(file.toFile());
            try {
                return new DatasetArchive(name, zip, checkedEntries(name, zip, Files.size(file)));
            } catch (IOException | RuntimeException e) {
                zip.close();
                throw e;
            }
        } catch (IOException e) {
            throw notAnArchive(name, file, e);
        }
    }

    boolean isNpz() {
        if (entries.stream().anyMatch(entry -> entry.getName().endsWith(".npy"))) {
            return true;
        }
        if (entries.stream().anyMatch(entry -> TestSetDataset.isTestSetFile(entry.getName()))) {
            return false;
        }
        throw unreadable(
                "holds neither .npy arrays nor test_data_set_* folders; save it with numpy.savez(path, <input name>=array)");
    }

    Path path() {
        return Path.of(zip.getName());
    }

    InputStream stream(ZipEntry entry) {
        try {
            return zip.getInputStream(entry);
        } catch (IOException e) {
            throw unreadable("is damaged at '" + entry.getName() + "': " + e.getMessage(), e);
        }
    }

    NarrowgaugeException unreadable(String what) {
        return unreadable(what, null);
    }

    NarrowgaugeException unreadable(String what, Throwable cause) {
        return new NarrowgaugeException(DATASET_UNREADABLE, "The dataset '" + name + "' " + what + ".", cause);
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw unreadable("cannot be closed: " + e.getMessage(), e);
        }
    }

    private static List<ZipEntry> checkedEntries(String name, ZipFile zip, long fileSize) {
        if (zip.size() > MAX_ENTRIES) {
            throw new NarrowgaugeException(
                    DATASET_UNREADABLE,
                    "The dataset '" + name + "' has " + zip.size() + " entries; at most " + MAX_ENTRIES
                            + " are allowed.");
        }
        List<ZipEntry> entries = Collections.list(zip.entries()).stream()
                .<ZipEntry>map(entry -> entry)
                .filter(entry -> !entry.isDirectory())
                .toList();
        Set<String> names = new HashSet<>();
        long left = fileSize;
        for (ZipEntry entry : entries) {
            left -= entry.getCompressedSize();
            boolean plausible = entry.getMethod() == ZipEntry.STORED
                    ? entry.getSize() == entry.getCompressedSize()
                    : entry.getSize() <= entry.getCompressedSize() * MAX_RATIO + RATIO_SLACK;
            if (!plausible || left < 0 || entry.getSize() < 0 || !names.add(entry.getName())) {
                throw new NarrowgaugeException(
                        DATASET_UNREADABLE,
                        "The dataset '" + name + "' is damaged: its entry '" + entry.getName() + "' claims "
                                + entry.getSize() + " bytes out of " + entry.getCompressedSize()
                                + ", or is there twice; save it again with numpy.savez.");
            }
        }
        return entries;
    }

    private static NarrowgaugeException notAnArchive(String name, Path file, IOException cause) {
        try (InputStream in = Files.newInputStream(file)) {
            if (Arrays.equals(in.readNBytes(NPY_MAGIC.length), NPY_MAGIC)) {
                return new NarrowgaugeException(
                        DATASET_UNREADABLE,
                        "The dataset '" + name
                                + "' is a single .npy array; save it under its input's name with numpy.savez(path, <input name>=array).",
                        cause);
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        return new NarrowgaugeException(
                DATASET_UNREADABLE,
                "The dataset '" + name + "' is not a complete .npz or zip file (" + cause.getMessage()
                        + "); save it with numpy.savez(path, <input name>=array).",
                cause);
    }
}
