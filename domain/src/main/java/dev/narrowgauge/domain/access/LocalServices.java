package dev.narrowgauge.domain.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.node.StateDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The services that a user has started on this machine, by the ports at which they answer: where each has its data, and
 * with that the key for commands.
 *
 * @param folder of two files for each port: one has the path of the service's data folder, the other the service has locked
 */
public record LocalServices(Path folder) {
    public static LocalServices ofThisUser() {
        return in(StateDirectory.ofThisUser());
    }

    /** @param states folder of what is kept for a user */
    public static LocalServices in(Path states) {
        return new LocalServices(states.resolve("services"));
    }

    /**
     * Remembers the service of this process until that is closed, or this process ends, however it does: whatever listens at
     * the port then is another's.
     *
     * @throws NarrowgaugeException OUTPUT_NOT_WRITABLE
     */
    public Remembered remember(int port, Path data) {
        KeyFile.write(file(port), data.toAbsolutePath() + "\n");
        Path file = lockFile(port);
        try {
            FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE);
            // Null where another of this user's is there still, which then answers at the port.
            var _ = channel.tryLock();
            return () -> closed(channel);
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    ErrorCode.OUTPUT_NOT_WRITABLE, "The file %s cannot be written: %s".formatted(file, e), e);
        }
    }

    /** A service for as long as it is remembered. */
    @FunctionalInterface
    public interface Remembered extends AutoCloseable {
        @Override
        void close();
    }

    private static void closed(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException _) {
            // The lock ends with the process then.
        }
    }

    /** The admin key of the service at that port; empty where none that this user has started runs, or it has no key. */
    public Optional<KeyText> key(int port) {
        Path file = file(port);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            if (!isRunning(port)) {
                return Optional.empty();
            }
            return KeyFile.find(Path.of(Files.readString(file, UTF_8).strip()).resolve(KeyFile.OF_ADMIN));
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    ErrorCode.FILE_NOT_FOUND, "The file %s cannot be read: %s".formatted(file, e), e);
        }
    }

    private boolean isRunning(int port) throws IOException {
        Path file = lockFile(port);
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, READ);
                FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return lock == null;
        } catch (OverlappingFileLockException _) {
            // This process is the service.
            return true;
        }
    }

    private Path lockFile(int port) {
        return folder.resolve(port + ".lock");
    }

    private Path file(int port) {
        return folder.resolve(String.valueOf(port));
    }
}
