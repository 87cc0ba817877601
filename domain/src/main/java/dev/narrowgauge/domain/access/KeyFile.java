package dev.narrowgauge.domain.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Files with keys in them, which nobody but their owner may read. */
public final class KeyFile {
    /** In the data folder of {@code narrowgauge up}: the key of whoever owns that folder. */
    public static final String OF_ADMIN = "admin-key";

    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rw-------");

    private KeyFile() {}

    /**
     * The key in the file; empty where there is no such file.
     *
     * @throws NarrowgaugeException REQUEST_INVALID where the file has no key, FILE_NOT_FOUND where this user may not read it
     */
    public static Optional<KeyText> find(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return Optional.of(KeyText.read(content(file))
                .orElseThrow(() -> new NarrowgaugeException(
                        ErrorCode.REQUEST_INVALID,
                        "The file %s does not contain an API key, which begins with 'ng_' and has 75 characters: write one, or make another with 'narrowgauge admin make-key'."
                                .formatted(file))));
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, UTF_8).strip();
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    ErrorCode.FILE_NOT_FOUND,
                    "The file %s, which has an API key, cannot be read (%s): run this as its owner."
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    /**
     * Writes the text to a file that appears whole, in the place of one that there may be, and that its owner alone may read.
     *
     * @throws NarrowgaugeException OUTPUT_NOT_WRITABLE
     */
    public static void write(Path file, String text) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            Files.createDirectories(folder);
            Path written = Files.createTempFile(folder, file.getFileName().toString(), ".new");
            try {
                if (Files.getFileStore(written).supportsFileAttributeView("posix")) {
                    Files.setPosixFilePermissions(written, OWNER_ALONE);
                }
                Files.writeString(written, text, UTF_8);
                Files.move(written, file, ATOMIC_MOVE, REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(written);
            }
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    ErrorCode.OUTPUT_NOT_WRITABLE,
                    "The file %s cannot be written (%s): check its folder and who owns it."
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    public static void write(Path file, KeyText key) {
        write(file, key.text() + "\n");
    }
}
