package dev.narrowgauge.engine.client;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.narrowgauge.domain.error.DiskFull;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.HostFault;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A directory for the files of one engine child or of one job, deleted with all that is in it. Its owner holds a lock in
 * it, so that what a killed process left behind can be told from what another one uses, and is deleted by the next.
 */
public final class WorkDirectory implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(WorkDirectory.class.getName());
    private static final String PREFIX = "engine-";
    private static final String UNLOCKED_PREFIX = "new-engine-";
    private static final Duration UNLOCKED_AGE = Duration.ofHours(1);
    private static final String OWNER = "owner.lock";

    /** Never opened by a sweep: closing a second channel on a file drops the lock that this process has on it. */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel owner;

    private WorkDirectory(Path path, FileChannel owner) {
        this.path = path;
        this.owner = owner;
    }

    /** @param parent created where it is absent; what killed processes left in it is deleted */
    public static WorkDirectory create(Path parent) {
        try {
            // Real, because a path through a link would hide from a sweep that a directory is ours.
            Path root = Files.createDirectories(parent).toRealPath();
            sweep(root);
            return created(root);
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    HostFault.behind(e).orElse(ErrorCode.STORAGE_UNAVAILABLE),
                    "no work directory can be created in %s: %s"
                            .formatted(
                                    parent,
                                    DiskFull.isBehind(e)
                                            ? DiskFull.phrase(parent)
                                            : e + "; check the disk or mount that it is on"),
                    e);
        }
    }

    /** Under a name that no sweep looks at until its lock is held: a directory without one looks like a dead owner's. */
    private static WorkDirectory created(Path root) throws IOException {
        Path unlocked = Files.createTempDirectory(root, UNLOCKED_PREFIX);
        String random = unlocked.getFileName().toString().substring(UNLOCKED_PREFIX.length());
        Path path = root.resolve(PREFIX + random);
        FileChannel owner = null;
        try {
            owner = FileChannel.open(unlocked.resolve(OWNER), CREATE_NEW, WRITE);
            owner.lock();
            OURS.add(path);
            return new WorkDirectory(Files.move(unlocked, path, ATOMIC_MOVE), owner);
        } catch (IOException e) {
            OURS.remove(path);
            if (owner != null) {
                owner.close();
            }
            delete(unlocked);
            throw e;
        }
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        try (owner) {
            delete(path);
        } catch (IOException e) {
            LOGGER.log(WARNING, "work directory {0} was not deleted: {1}", path, e);
        } finally {
            OURS.remove(path);
        }
    }

    private static void sweep(Path parent) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path path : left) {
                if (!OURS.contains(path) && Files.isRegularFile(path.resolve(OWNER))) {
                    deleteIfOrphaned(path);
                }
            }
        }
        try (DirectoryStream<Path> begun = Files.newDirectoryStream(parent, UNLOCKED_PREFIX + "*")) {
            Instant old = Instant.now().minus(UNLOCKED_AGE);
            for (Path path : begun) {
                if (Files.getLastModifiedTime(path).toInstant().isBefore(old)) {
                    delete(path);
                }
            }
        } catch (NoSuchFileException e) {
            // It got its name meanwhile.
        }
    }

    private static void deleteIfOrphaned(Path path) {
        try (FileChannel owner = FileChannel.open(path.resolve(OWNER), WRITE)) {
            if (owner.tryLock() != null) {
                delete(path);
            }
        } catch (OverlappingFileLockException | NoSuchFileException e) {
            // Its owner, or another sweep, deletes it.
        } catch (IOException e) {
            LOGGER.log(WARNING, "old work directory {0} was not deleted: {1}", path, e);
        }
    }

    private static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            /** Another process may sweep the same. */
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
