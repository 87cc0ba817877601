package dev.narrowgauge.blob;

import dev.narrowgauge.domain.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Files that this process believes: their content has been read and hashed, and they have not changed since. */
final class VerifiedFiles {
    private final Map<String, Stamp> stamps = new ConcurrentHashMap<>();

    /** How a file looked when it had the right content. */
    private record Stamp(long bytes, FileTime modified, Optional<Object> key) {
        static Stamp of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(
                    attributes.size(), attributes.lastModifiedTime(), Optional.ofNullable(attributes.fileKey()));
        }
    }

    /**
     * Whether the file has that content. Reads it, unless it was read before.
     *
     * @throws NoSuchFileException where it is not there
     */
    boolean has(Path file, String sha256) throws IOException {
        Stamp stamp = Stamp.of(file);
        if (stamp.equals(stamps.get(sha256))) {
            return true;
        }
        if (!Sha256.of(file).equals(sha256)) {
            return false;
        }
        stamps.put(sha256, stamp);
        return true;
    }

    /** The file was hashed while it was written. */
    void add(Path file, String sha256) throws IOException {
        stamps.put(sha256, Stamp.of(file));
    }

    void remove(String sha256) {
        stamps.remove(sha256);
    }
}
