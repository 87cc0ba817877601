package dev.narrowgauge.blob;

import dev.narrowgauge.domain.digest.Blob;
import dev.narrowgauge.domain.disk.OwnFolder;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder that every process of a deployment sees. Under its final name a file is whole and on the disk, or it is not
 * there.
 */
public final class FolderBlobStore implements BlobStore {
    /** Of the content whose hash begins so. */
    private static final Pattern FOLDER = Pattern.compile("[0-9a-f]{2}");

    private final Path root;
    private final Incoming incoming;
    private final Optional<VerifiedFiles> verified;

    private FolderBlobStore(Path root, Incoming incoming) {
        this(root, incoming, Optional.empty());
    }

    private FolderBlobStore(Path root, Incoming incoming, Optional<VerifiedFiles> verified) {
        this.root = root;
        this.incoming = incoming;
        this.verified = verified;
    }

    /**
     * Creates the folder where it is absent, takes it from everybody but its owner, and removes what dead writers have left in it. Where the folder above is absent,
     * too, that is a missing mount more often than a new store, and fails with {@link ErrorCode#STORAGE_UNAVAILABLE}.
     */
    public static FolderBlobStore open(Path folder) {
        Path root = folder.toAbsolutePath().normalize();
        requireFolderAbove(root);
        try {
            OwnFolder.create(root);
            return new FolderBlobStore(root, Incoming.open(root.resolve("incoming"), "the blob store " + root));
        } catch (IOException e) {
            throw DiskFailure.of("the blob store " + folder + " cannot be opened", folder, e);
        }
    }

    /**
     * The same folder as one on a disk or behind a network that may lose a bit: content is read and hashed before it is given
     * out for the first time, and again once its file has changed.
     */
    public FolderBlobStore verifying() {
        return new FolderBlobStore(root, incoming, Optional.of(new VerifiedFiles()));
    }

    private static void requireFolderAbove(Path root) {
        Path above = root.getParent();
        if (above != null && !Files.isDirectory(above)) {
            throw new NarrowgaugeException(
                    ErrorCode.STORAGE_UNAVAILABLE,
                    "the blob store %s cannot be opened: there is no folder %s; mount it, or create it for a new store"
                            .formatted(root, above));
        }
    }

    @Override
    public BlobFile fetch(String sha256, FetchWatch watch) {
        Path place = place(sha256);
        if (!Files.isRegularFile(place)) {
            throw new NarrowgaugeException(
                    ErrorCode.STORAGE_UNAVAILABLE,
                    "the blob store %s of this machine does not have the content with SHA-256 %s; check that the folder is mounted"
                            .formatted(root, sha256));
        }
        requireUndamaged(place, sha256);
        return new BlobFile(place, () -> {});
    }

    private void requireUndamaged(Path place, String sha256) {
        try {
            if (isBelieved(place, sha256)) {
                return;
            }
        } catch (IOException e) {
            throw DiskFailure.of("the content " + sha256 + " cannot be read", root, e);
        }
        throw new NarrowgaugeException(
                ErrorCode.STORAGE_UNAVAILABLE,
                "the file %s is damaged, as its content does not have the SHA-256 that it is called by; restore it, or upload it again"
                        .formatted(place));
    }

    private boolean isBelieved(Path place, String sha256) throws IOException {
        return verified.isEmpty() || verified.get().has(place, sha256);
    }

    @Override
    public OptionalLong sizeBytes(String sha256) {
        Path place = place(sha256);
        try {
            return Files.isRegularFile(place) ? OptionalLong.of(Files.size(place)) : OptionalLong.empty();
        } catch (IOException e) {
            throw DiskFailure.of("the content " + sha256 + " cannot be looked at", root, e);
        }
    }

    @Override
    public StagedBlob stage(InputStream content) {
        return incoming.stage(content, this::keep);
    }

    /** What is damaged is stored again. */
    private void keep(Blob blob, HeldFile file) throws IOException {
        Path place = place(blob.sha256());
        if (Files.isRegularFile(place) && Files.size(place) == blob.sizeBytes() && isBelieved(place, blob.sha256())) {
            return;
        }
        file.force();
        boolean newFolder = Files.notExists(place.getParent());
        Files.createDirectories(place.getParent());
        Files.move(file.path(), place, StandardCopyOption.ATOMIC_MOVE);
        if (verified.isPresent()) {
            verified.get().add(place, blob.sha256());
        }
        force(place.getParent());
        if (newFolder) {
            force(root);
        }
    }

    @Override
    public void delete(String sha256) {
        try {
            Files.deleteIfExists(place(sha256));
        } catch (IOException e) {
            throw DiskFailure.of("the content " + sha256 + " cannot be deleted", root, e);
        }
    }

    @Override
    public void list(Consumer<List<String>> parts) {
        folders().forEach(folder -> parts.accept(names(folder)));
    }

    private List<Path> folders() {
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(FolderBlobStore::hasContent).sorted().toList();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(BlobName::isOne)
                    .toList();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static boolean hasContent(Path entry) {
        return FOLDER.matcher(entry.getFileName().toString()).matches();
    }

    private NarrowgaugeException unreadable(IOException cause) {
        return DiskFailure.of("the blob store " + root + " cannot be read", root, cause);
    }

    @Override
    public void requireSpace(long bytes) {
        incoming.requireSpace(bytes);
    }

    @Override
    public void removeLeft() {
        incoming.removeLeft();
    }

    /** The folder that a file system is not mounted on is there, and empty. */
    @Override
    public void requireContent() {
        try (Stream<Path> entries = Files.list(root)) {
            if (entries.noneMatch(FolderBlobStore::hasContent)) {
                throw new NarrowgaugeException(
                        ErrorCode.STORAGE_UNAVAILABLE,
                        "the blob store %s is empty, but the database knows of content in it; check that the folder is mounted"
                                .formatted(root));
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public void requireUsable() {
        incoming.requireUsable();
    }

    private Path place(String sha256) {
        BlobName.require(sha256);
        return root.resolve(sha256.substring(0, 2)).resolve(sha256);
    }

    /** Makes the entries of a directory, a rename among them, survive the loss of power. */
    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
