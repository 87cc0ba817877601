package dev.narrowgauge.engine.onnx.model;

import static dev.narrowgauge.domain.error.ErrorCode.DISK_FULL;
import static dev.narrowgauge.domain.error.ErrorCode.FILE_NOT_FOUND;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_EXTERNAL_DATA_ESCAPES;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_INVALID;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_NOT_ONNX;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_TOO_LARGE;

import dev.narrowgauge.domain.error.DiskFull;
import dev.narrowgauge.domain.error.HostFault;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
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
                    HostFault.behind(e).orElse(FILE_NOT_FOUND),
                    "'" + file + "' cannot be read: " + FileFailure.reason(file, e) + ".",
                    e);
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
            long allowed = Math.max(alwaysAllowedBytes, Files.size(file) * MAX_GROWTH);
            checkRoom(directory, announced(entries, allowed));
            long left = allowed;
            for (ZipEntry entry : entries) {
                left -= unpack(zip, entry, target(entry, directory), left);
            }
            return model;
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    HostFault.behind(e).orElse(MODEL_INVALID),
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
        byte[] buffer = new byte[1 << 16];
        long written = 0;
        try (InputStream in = zip.getInputStream(entry);
                UnpackedFile out = UnpackedFile.create(target)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                written += read;
                requireWithin(limit, written);
                requireAnnounced(entry, written);
                out.write(buffer, read);
            }
        }
        return written;
    }

    /** Bytes that the entries say of themselves. */
    private long announced(List<ZipEntry> entries, long limit) {
        long bytes = 0;
        for (ZipEntry entry : entries) {
            requireWithin(limit - bytes, entry.getSize());
            bytes += entry.getSize();
        }
        return bytes;
    }

    private void requireWithin(long limit, long bytes) {
        if (bytes > limit) {
            throw new NarrowgaugeException(
                    MODEL_TOO_LARGE,
                    "'" + name + "' unpacks to more than " + MAX_GROWTH + " times its size; no model's weights do.");
        }
    }

    /** The room on the disk was checked for what the entries say of themselves. */
    private void requireAnnounced(ZipEntry entry, long bytes) {
        if (bytes > entry.getSize()) {
            throw new NarrowgaugeException(
                    MODEL_INVALID,
                    "'" + name + "' has an entry '" + entry.getName() + "' that is longer than the " + entry.getSize()
                            + " bytes that it says; zip the model and its data files again.");
        }
    }

    private void checkRoom(Path directory, long bytes) {
        if (bytes > room(directory)) {
            throw new NarrowgaugeException(
                    DISK_FULL,
                    "There is no room to unpack '" + name + "': "
                            + DiskFull.phrase(directory, bytes + DISK_RESERVE_BYTES) + ".");
        }
    }

    private static long room(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace() - DISK_RESERVE_BYTES;
        } catch (IOException e) {
            throw UnpackedFile.unwritable(directory, e);
        }
    }

    private static Path newDirectory(Path workDirectory) {
        try {
            Files.createDirectories(workDirectory);
            return Files.createTempDirectory(workDirectory, "model-");
        } catch (IOException e) {
            throw UnpackedFile.unwritable(workDirectory, e);
        }
    }
}
