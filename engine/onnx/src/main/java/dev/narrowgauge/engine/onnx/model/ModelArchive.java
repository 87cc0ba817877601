package dev.narrowgauge.engine.onnx.model;

import static dev.narrowgauge.domain.error.ErrorCode.DISK_FULL;
import static dev.narrowgauge.domain.error.ErrorCode.FILE_NOT_FOUND;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_EXTERNAL_DATA_ESCAPES;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_INVALID;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_NOT_ONNX;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_TOO_LARGE;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A zip of one ONNX file and its external data, unpacked without leaving the target directory or filling the disk. */
final class ModelArchive {
    private static final int MAX_ENTRIES = 10_000;
    private static final byte[] MAGIC = {'P', 'K', 3, 4};
    private static final long DISK_RESERVE_BYTES = 64L << 20;
    /** Weights hardly compress; an archive that grows more than this, and to more than the floor, is a bomb. */
    private static final long MAX_GROWTH = 100;

    private static final long ALWAYS_ALLOWED_BYTES = 1L << 30;

    private final Path file;
    private final String name;

    private ModelArchive(Path file) {
        this.file = file;
        this.name = file.getFileName().toString();
    }

    static boolean isArchive(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    FILE_NOT_FOUND, "'" + file + "' cannot be read: " + FileFailure.reason(e) + ".", e);
        }
    }

    /** Unpacks into a new directory inside the given one and returns the path of the ONNX file. */
    static Path unpack(Path file, Path workDirectory) {
        return unpack(file, workDirectory, ALWAYS_ALLOWED_BYTES);
    }

    static Path unpack(Path file, Path workDirectory, long alwaysAllowedBytes) {
        return new ModelArchive(file).unpack(newDirectory(workDirectory), alwaysAllowedBytes);
    }

    private Path unpack(Path directory, long alwaysAllowedBytes) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            List<ZipEntry> entries = entries(zip);
            Path model = target(theModel(entries), directory);
            long left = Math.max(alwaysAllowedBytes, Files.size(file) * MAX_GROWTH);
            for (ZipEntry entry : entries) {
                left -= unpack(zip, entry, target(entry, directory), left);
            }
            return model;
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    MODEL_INVALID,
                    "'" + name + "' is a zip archive that cannot be unpacked (" + e.getMessage()
                            + "); zip the model and its data files again.",
                    e);
        }
    }

    private List<ZipEntry> entries(ZipFile zip) {
        if (zip.size() > MAX_ENTRIES) {
            throw new NarrowgaugeException(
                    MODEL_TOO_LARGE,
                    "'" + name + "' has " + zip.size() + " entries; at most " + MAX_ENTRIES + " are allowed.");
        }
        List<ZipEntry> files = new ArrayList<>();
        for (ZipEntry entry : Collections.list(zip.entries())) {
            if (!entry.isDirectory() && !entry.getName().startsWith("__MACOSX/")) {
                files.add(entry);
            }
        }
        return files;
    }

    private ZipEntry theModel(List<ZipEntry> files) {
        List<ZipEntry> models = files.stream()
                .filter(entry -> entry.getName().toLowerCase(Locale.ROOT).endsWith(".onnx"))
                .toList();
        if (models.size() != 1) {
            throw new NarrowgaugeException(
                    MODEL_NOT_ONNX,
                    "'" + name + "' holds " + models.size()
                            + " files that end in .onnx; a model archive has exactly one, beside its data files.");
        }
        return models.getFirst();
    }

    private Path target(ZipEntry entry, Path directory) {
        String path = entry.getName();
        boolean absolute = path.startsWith("/") || path.contains("\\") || path.contains(":");
        if (!absolute && !List.of(path.split("/", -1)).contains("..")) {
            try {
                return directory.resolve(path).normalize();
            } catch (InvalidPathException _) {
                // refused below like a name that leads outside
            }
        }
        throw new NarrowgaugeException(
                MODEL_EXTERNAL_DATA_ESCAPES,
                "'" + name + "' has an entry '" + path + "', which would be written outside its directory.");
    }

    private long unpack(ZipFile zip, ZipEntry entry, Path target, long limit) throws IOException {
        Files.createDirectories(target.getParent());
        checkRoom(target.getParent(), entry.getSize());
        byte[] buffer = new byte[1 << 16];
        long written = 0;
        try (InputStream in = zip.getInputStream(entry);
                OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                written += read;
                if (written > limit) {
                    throw new NarrowgaugeException(
                            MODEL_TOO_LARGE,
                            "'" + name + "' unpacks to more than " + MAX_GROWTH
                                    + " times its size; no model's weights do.");
                }
                out.write(buffer, 0, read);
            }
        }
        return written;
    }

    private void checkRoom(Path directory, long bytes) throws IOException {
        long room = Files.getFileStore(directory).getUsableSpace() - DISK_RESERVE_BYTES;
        if (bytes > room) {
            throw new NarrowgaugeException(
                    DISK_FULL,
                    "There is no room to unpack '" + name + "' into " + directory + ": " + bytes + " bytes needed, "
                            + Math.max(room, 0) + " free.");
        }
    }

    private static Path newDirectory(Path workDirectory) {
        try {
            Files.createDirectories(workDirectory);
            return Files.createTempDirectory(workDirectory, "model-");
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    DISK_FULL,
                    "The directory " + workDirectory + " cannot be written: " + FileFailure.reason(e) + ".",
                    e);
        }
    }
}
