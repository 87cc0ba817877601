package dev.narrowgauge.engine.onnx.model;

import static dev.narrowgauge.domain.error.ErrorCode.DISK_FULL;
import static dev.narrowgauge.domain.error.ErrorCode.FILE_NOT_FOUND;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_EXTERNAL_DATA_ESCAPES;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_INVALID;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_NOT_ONNX;
import static dev.narrowgauge.domain.error.ErrorCode.MODEL_TOO_LARGE;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.EOFException;
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
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A zip of one ONNX file and its external data, unpacked without leaving the target directory or filling the disk. */
final class ModelArchive {
    static final int MAX_ENTRIES = 10_000;
    static final long MAX_BYTES = 64L << 30;
    private static final byte[] MAGIC = {'P', 'K', 3, 4};
    private static final long DISK_RESERVE_BYTES = 64L << 20;

    private ModelArchive() {}

    static boolean isArchive(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
        } catch (IOException e) {
            throw new NarrowgaugeException(FILE_NOT_FOUND, "'" + file + "' cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** Returns the path of the ONNX file. */
    static Path unpack(Path archive, Path directory) {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            List<ZipEntry> files = files(archive, zip);
            Path model = theModel(archive, files, directory);
            long left = Math.min(MAX_BYTES, Files.getFileStore(directory).getUsableSpace() - DISK_RESERVE_BYTES);
            for (ZipEntry entry : files) {
                left -= unpack(archive, zip, entry, target(entry, directory), left);
            }
            return model;
        } catch (ZipException | EOFException e) {
            throw new NarrowgaugeException(
                    MODEL_INVALID,
                    "'" + archive.getFileName() + "' is a damaged zip archive (" + e.getMessage()
                            + "); zip the model and its data files again.",
                    e);
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    DISK_FULL, "'" + archive + "' cannot be unpacked into " + directory + ": " + e.getMessage(), e);
        }
    }

    private static List<ZipEntry> files(Path archive, ZipFile zip) {
        if (zip.size() > MAX_ENTRIES) {
            throw new NarrowgaugeException(
                    MODEL_TOO_LARGE,
                    "'" + archive.getFileName() + "' has " + zip.size() + " entries; at most " + MAX_ENTRIES
                            + " are allowed.");
        }
        List<ZipEntry> files = new ArrayList<>();
        for (ZipEntry entry : Collections.list(zip.entries())) {
            if (!entry.isDirectory()) {
                files.add(entry);
            }
        }
        return files;
    }

    private static Path theModel(Path archive, List<ZipEntry> files, Path directory) {
        List<ZipEntry> models = files.stream()
                .filter(entry -> entry.getName().endsWith(".onnx"))
                .toList();
        if (models.size() != 1) {
            throw new NarrowgaugeException(
                    MODEL_NOT_ONNX,
                    "'" + archive.getFileName() + "' holds " + models.size()
                            + " files that end in .onnx; a model archive has exactly one, beside its data files.");
        }
        return target(models.getFirst(), directory);
    }

    private static Path target(ZipEntry entry, Path directory) {
        String name = entry.getName();
        try {
            Path target = directory.resolve(name).normalize();
            boolean inside = target.startsWith(directory.normalize()) && !name.contains("\\") && !name.contains(":");
            if (inside && !List.of(name.split("/", -1)).contains("..") && !name.startsWith("/")) {
                return target;
            }
        } catch (InvalidPathException _) {
            // refused below like a name that leads outside
        }
        throw new NarrowgaugeException(
                MODEL_EXTERNAL_DATA_ESCAPES,
                "The archive has an entry '" + name + "', which would be written outside its directory.");
    }

    private static long unpack(Path archive, ZipFile zip, ZipEntry entry, Path target, long limit) throws IOException {
        Files.createDirectories(target.getParent());
        byte[] buffer = new byte[1 << 16];
        long written = 0;
        try (InputStream in = zip.getInputStream(entry);
                OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                written += read;
                if (written > limit) {
                    throw new NarrowgaugeException(
                            MODEL_TOO_LARGE,
                            "'" + archive.getFileName() + "' unpacks to more bytes than there is room for in "
                                    + target.getParent() + ".");
                }
                out.write(buffer, 0, read);
            }
        }
        return written;
    }
}
