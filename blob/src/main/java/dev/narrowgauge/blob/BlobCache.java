package dev.narrowgauge.blob;

import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Copies of blobs in a folder of this machine, each under its SHA-256, and no more of them than a limit allows, as far as
 * they are not in use. Nothing is forced to the disk: what is lost with the power does not have its hash.
 */
final class BlobCache {
    private static final Logger LOG = System.getLogger(BlobCache.class.getName());

    private final Path folder;
    private final long maxBytes;
    private final CacheUses uses;
    private final VerifiedFiles verified = new VerifiedFiles();

    /** A copy that is there. */
    private record Entry(String sha256, long bytes, FileTime used) {}

    BlobCache(Path folder, long maxBytes, CacheUses uses) {
        this.folder = folder;
        this.maxBytes = maxBytes;
        this.uses = uses;
    }

    /** The copy of a blob that is in use; empty where there is none, and where it is damaged. */
    Optional<Path> find(String sha256) {
        Path file = folder.resolve(sha256);
        try {
            if (!verified.has(file, sha256)) {
                LOG.log(Level.WARNING, "the copy {0} is damaged, so it is fetched again", file);
                return Optional.empty();
            }
            touch(file);
            return Optional.of(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the copy {0} cannot be read ({1}), so it is fetched again", file, e.getMessage());
            return Optional.empty();
        }
    }

    /** Files the content, which has been verified, in place of what is filed there; the file loses the name that it has. */
    Path adopt(String sha256, Path file) throws IOException {
        Path place = folder.resolve(sha256);
        Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
        verified.add(place, sha256);
        touch(place);
        return place;
    }

    /**
     * Evicts what was used longest ago until a blob fits within the limit, and what is missing of it on the disk, or what is
     * left is in use.
     *
     * @param missingBytes of the blob, which the disk does not have yet
     */
    synchronized void makeRoom(long blobBytes, long missingBytes) {
        try {
            List<Entry> entries = entries();
            long aboveLimit = total(entries) + blobBytes - maxBytes;
            evict(entries, Math.max(aboveLimit, aboveDisk(missingBytes)));
        } catch (IOException e) {
            throw noRoom(e);
        }
    }

    /**
     * Evicts what was used longest ago until the disk has room for that much, or what is left is in use. Nothing is evicted
     * where all copies together would not be enough.
     */
    synchronized void makeDiskRoom(long bytes) {
        try {
            long excess = aboveDisk(bytes);
            List<Entry> entries = excess > 0 ? entries() : List.of();
            if (excess <= total(entries)) {
                evict(entries, excess);
            }
        } catch (IOException e) {
            throw noRoom(e);
        }
    }

    private static long total(List<Entry> entries) {
        return entries.stream().mapToLong(Entry::bytes).sum();
    }

    private long aboveDisk(long bytes) throws IOException {
        return bytes - Files.getFileStore(folder).getUsableSpace();
    }

    private void evict(List<Entry> entries, long excess) throws IOException {
        long left = excess;
        for (Entry entry : entries) {
            if (left <= 0) {
                return;
            }
            if (evict(entry.sha256())) {
                left -= entry.bytes();
            }
        }
    }

    private NarrowgaugeException noRoom(IOException cause) {
        return DiskFailure.of("room cannot be made in the blob cache " + folder, folder, cause);
    }

    /** Deletes the copy, if there is one and nobody uses it. Returns whether nobody does. */
    boolean evict(String sha256) throws IOException {
        boolean unused = uses.deleteUnused(sha256, () -> Files.deleteIfExists(folder.resolve(sha256)));
        if (unused) {
            verified.remove(sha256);
        }
        return unused;
    }

    /** By the time of their last use. */
    private List<Entry> entries() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> BlobName.isOne(file.getFileName().toString()))
                    .flatMap(BlobCache::entry)
                    .sorted(Comparator.comparing(Entry::used))
                    .toList();
        }
    }

    /** Empty where another process has just evicted it. */
    private static Stream<Entry> entry(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Stream.of(new Entry(file.getFileName().toString(), attributes.size(), attributes.lastAccessTime()));
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    /** A use is the time of access, which file systems do not keep by themselves, or not for every reader. */
    private static void touch(Path file) {
        try {
            Files.getFileAttributeView(file, BasicFileAttributeView.class)
                    .setTimes(null, FileTime.from(Instant.now()), null);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "{0} is evicted earlier than others: {1}", file, e.getMessage());
        }
    }
}
