package dev.narrowgauge.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.narrowgauge.domain.disk.OwnFolder;
import dev.narrowgauge.domain.error.DiskFull;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A directory that this process alone writes to for as long as this object is open, and whose owner alone reads it. The lock ends
 * with the process, however it ends.
 */
public final class DataDirectory implements AutoCloseable {
    private static final String LOCK_FILE = "lock";
    private static final int LONGEST_PID = 20;

    /**
     * Held by this JVM. POSIX drops all locks a process has on a file when any of its channels to that file is closed,
     * so a second look from within this JVM must not even open it.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lockChannel;

    private DataDirectory(Path path, FileChannel lockChannel) {
        this.path = path;
        this.lockChannel = lockChannel;
    }

    /**
     * Creates the directory where it is missing and locks it.
     *
     * @throws NarrowgaugeException DATA_DIRECTORY_IN_USE when another holder is alive, DISK_FULL when less than
     *     {@code bytesNeeded} are free, OUTPUT_NOT_WRITABLE when the directory cannot be used at all
     */
    public static DataDirectory open(Path directory, long bytesNeeded) {
        Path path = created(directory);
        requireSpace(path, bytesNeeded);
        if (!HELD.add(path)) {
            throw inUse(path, String.valueOf(ProcessHandle.current().pid()));
        }
        try {
            return new DataDirectory(path, locked(path));
        } catch (IOException failure) {
            HELD.remove(path);
            throw DiskErrors.translated(failure, path);
        } catch (NarrowgaugeException failure) {
            HELD.remove(path);
            throw failure;
        }
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            lockChannel.close();
        } catch (IOException failure) {
            throw DiskErrors.translated(failure, path);
        } finally {
            HELD.remove(path);
        }
    }

    private static Path created(Path directory) {
        try {
            return OwnFolder.create(directory).toRealPath();
        } catch (IOException failure) {
            throw DiskErrors.translated(failure, directory.toAbsolutePath());
        }
    }

    private static void requireSpace(Path path, long bytesNeeded) {
        if (path.toFile().getUsableSpace() < bytesNeeded) {
            throw new NarrowgaugeException(
                    ErrorCode.DISK_FULL,
                    "There is no room for the data directory %s: %s."
                            .formatted(path, DiskFull.phrase(path, bytesNeeded)));
        }
    }

    private static FileChannel locked(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path.resolve(LOCK_FILE), CREATE, READ, WRITE);
        try {
            if (channel.tryLock() == null) {
                ByteBuffer holder = ByteBuffer.allocate(LONGEST_PID);
                channel.read(holder, 0);
                throw inUse(path, UTF_8.decode(holder.flip()).toString().strip());
            }
            channel.truncate(0);
            channel.write(UTF_8.encode(ProcessHandle.current().pid() + "\n"), 0);
            return channel;
        } catch (IOException | NarrowgaugeException failure) {
            channel.close();
            throw failure;
        }
    }

    private static NarrowgaugeException inUse(Path path, String holder) {
        return new NarrowgaugeException(
                ErrorCode.DATA_DIRECTORY_IN_USE,
                "The data directory %s is in use by process %s: stop that process or choose another data directory."
                        .formatted(path, holder));
    }
}
