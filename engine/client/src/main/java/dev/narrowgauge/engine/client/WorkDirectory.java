package dev.narrowgauge.engine.client;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.narrowgauge.domain.error.DiskFull;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A directory for the files of one engine child or of one job, deleted with all that is in it. Its owner holds a lock in
 * it, so that what a killed process left behind can be told from what another one uses, and is deleted by the next.
 */
public final class WorkDirectory implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(WorkDirectory.class.getName());
    private static final String PREFIX = "engine-";
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
            Path path = created(root);
            FileChannel owner = FileChannel.open(path.resolve(OWNER), CREATE_NEW, WRITE);
            owner.lock();
            return new WorkDirectory(path, owner);
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    DiskFull.or(ErrorCode.OUTPUT_NOT_WRITABLE, e),
                    "no work directory can be created in %s: %s".formatted(parent, e),
                    e);
        }
    }

    /** One thread at a time: to the sweep of another one a directory that is not ours yet would be nobody's. */
    private static Path created(Path root) throws IOException {
        synchronized (OURS) {
            sweep(root);
            Path path = Files.createTempDirectory(root, PREFIX);
            OURS.add(path);
            return path;
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
    }

    private static void deleteIfOrphaned(Path path) {
        try (FileChannel owner = FileChannel.open(path.resolve(OWNER), WRITE)) {
            if (owner.tryLock() != null) {
                delete(path);
            }
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

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
