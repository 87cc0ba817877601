package dev.narrowgauge.db.blob;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Content by its SHA-256 in a folder that every process of a deployment sees. Under its final name a file is whole and on
 * the disk, or it is not there; the same content is stored once.
 */
public final class BlobStore {
    private static final Logger LOG = System.getLogger(BlobStore.class.getName());
    private static final Duration LEFTOVER_AGE = Duration.ofDays(1);
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /** Of the content whose hash begins so. */
    private static final Pattern FOLDER = Pattern.compile("[0-9a-f]{2}");

    private final Path root;
    private final Path incoming;

    private BlobStore(Path root) {
        this.root = root;
        this.incoming = root.resolve("incoming");
    }

    /**
     * Creates the folder where it is absent, and removes what dead writers have left in it. Where the folder above is absent,
     * too, that is a missing mount more often than a new store, and fails with {@link ErrorCode#STORAGE_UNAVAILABLE}.
     */
    public static BlobStore open(Path root) {
        BlobStore store = new BlobStore(root.toAbsolutePath().normalize());
        store.requireFolderAbove();
        try {
            Files.createDirectories(store.incoming);
            store.removeLeftovers(Instant.now().minus(LEFTOVER_AGE));
        } catch (IOException e) {
            throw DiskFailure.of("the blob store " + root + " cannot be opened", e);
        }
        return store;
    }

    private void requireFolderAbove() {
        Path above = root.getParent();
        if (above != null && !Files.isDirectory(above)) {
            throw new NarrowgaugeException(
                    ErrorCode.STORAGE_UNAVAILABLE,
                    "the blob store %s cannot be opened: there is no folder %s; mount it, or create it for a new store"
                            .formatted(root, above));
        }
    }

    /**
     * Fails with {@link ErrorCode#STORAGE_UNAVAILABLE} where the store has no content at all. For whoever knows that it had:
     * the folder that a file system is not mounted on is there, and empty.
     */
    public void requireContent() {
        try (Stream<Path> entries = Files.list(root)) {
            if (entries.noneMatch(
                    entry -> FOLDER.matcher(entry.getFileName().toString()).matches())) {
                throw new NarrowgaugeException(
                        ErrorCode.STORAGE_UNAVAILABLE,
                        "the blob store %s is empty, but the database knows of content in it; check that the folder is mounted"
                                .formatted(root));
            }
        } catch (IOException e) {
            throw DiskFailure.of("the blob store " + root + " cannot be read", e);
        }
    }

    /** Writes the content under a temporary name; it becomes a blob by {@link StagedBlob#keep}. */
    public StagedBlob stage(InputStream content) {
        try {
            return StagedBlob.write(this, HeldFile.create(incoming), content);
        } catch (IOException e) {
            throw DiskFailure.of("the content cannot be stored", e);
        }
    }

    public Blob write(InputStream content) {
        try (StagedBlob staged = stage(content)) {
            return staged.keep();
        }
    }

    public Blob write(Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            return write(content);
        } catch (IOException e) {
            throw DiskFailure.of("the file " + file + " cannot be read", e);
        }
    }

    public boolean exists(String sha256) {
        return Files.isRegularFile(place(sha256));
    }

    /**
     * The blob's file, to be read only. Who asks for one knows from the database that it was stored, so one that is absent
     * fails with {@link ErrorCode#STORAGE_UNAVAILABLE}; a name that is no hash fails with {@link ErrorCode#NOT_FOUND}.
     */
    public Path path(String sha256) {
        Path path = place(sha256);
        if (!Files.isRegularFile(path)) {
            throw new NarrowgaugeException(
                    ErrorCode.STORAGE_UNAVAILABLE,
                    "the blob store %s of this machine does not have the content with SHA-256 %s; check that the folder is mounted"
                            .formatted(root, sha256));
        }
        return path;
    }

    /** Fails with a code of the kind INFRASTRUCTURE unless the folder is there and takes a file. */
    public void requireUsable() {
        Path probe = incoming.resolve(UUID.randomUUID() + ".probe");
        try {
            Files.write(probe, new byte[] {1});
            Files.delete(probe);
        } catch (IOException e) {
            throw DiskFailure.of("the blob store " + root + " cannot be written", e);
        }
    }

    public InputStream read(String sha256) {
        try {
            return Files.newInputStream(path(sha256));
        } catch (IOException e) {
            throw DiskFailure.of("the content " + sha256 + " cannot be read", e);
        }
    }

    public long sizeBytes(String sha256) {
        try {
            return Files.size(path(sha256));
        } catch (IOException e) {
            throw DiskFailure.of("the content " + sha256 + " cannot be read", e);
        }
    }

    /** Whether the stored bytes still have the hash they are filed under. */
    public boolean verify(String sha256) {
        try (InputStream content = read(sha256)) {
            return HashingCopy.copy(content, OutputStream.nullOutputStream())
                    .sha256()
                    .equals(sha256);
        } catch (IOException e) {
            throw DiskFailure.of("the content " + sha256 + " cannot be read", e);
        }
    }

    /** Fails with {@link ErrorCode#DISK_FULL} unless the store's disk has room for that much more. */
    public void requireSpace(long bytes) {
        try {
            FileStore disk = Files.getFileStore(root);
            if (disk.getUsableSpace() < bytes) {
                throw new NarrowgaugeException(
                        ErrorCode.DISK_FULL,
                        "the disk of the blob store has %d MiB left and needs %d MiB; free some space"
                                .formatted(disk.getUsableSpace() >> 20, bytes >> 20));
            }
        } catch (IOException e) {
            throw DiskFailure.of("the disk of " + root + " cannot be asked for its free space", e);
        }
    }

    Path place(String sha256) {
        if (!SHA256.matcher(sha256).matches()) {
            throw new NarrowgaugeException(
                    ErrorCode.NOT_FOUND, "'" + sha256 + "' is not a SHA-256 in 64 lower-case hexadecimal digits");
        }
        return root.resolve(sha256.substring(0, 2)).resolve(sha256);
    }

    /** Makes the entries of a directory, a rename among them, survive the loss of power. */
    static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** @param before when a file whose writer does not tell whether it lives counts as left */
    void removeLeftovers(Instant before) throws IOException {
        try (Stream<Path> files = Files.list(incoming)) {
            files.filter(file -> !(file.toString().endsWith(HeldFile.SUFFIX) && HeldFile.deleteIfLeft(file)))
                    .filter(file -> lastModified(file).isBefore(before))
                    .forEach(BlobStore::delete);
        }
    }

    private static Instant lastModified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            // Gone meanwhile: its writer has kept or dropped it.
            return Instant.MAX;
        }
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // An old one is removed when a store is opened.
            LOG.log(Level.WARNING, "the temporary file {0} was not deleted: {1}", file, e);
        }
    }
}
