package dev.narrowgauge.blob;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A new file that its writer keeps locked while it lives: one that nobody has locked is what a dead writer left. */
final class HeldFile implements AutoCloseable {
    static final String SUFFIX = ".held.part";

    /** Of this process, which must not open them to ask: closing them again would give up its lock. */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileOutputStream output;

    private HeldFile(Path path, FileOutputStream output) {
        this.path = path;
        this.output = output;
    }

    static HeldFile create(Path directory) throws IOException {
        while (true) {
            Path path = directory.resolve(UUID.randomUUID() + SUFFIX);
            OWN.add(path);
            try {
                HeldFile file = new HeldFile(path, new FileOutputStream(path.toFile()));
                file.lock();
                if (Files.exists(path)) {
                    return file;
                }
                // Taken for a leftover between its creation and the lock.
                file.close();
            } catch (IOException e) {
                OWN.remove(path);
                throw e;
            }
        }
    }

    private void lock() throws IOException {
        try {
            output.getChannel().lock();
        } catch (IOException e) {
            // A file system without locks: there a leftover is known by its age.
            return;
        }
    }

    Path path() {
        return path;
    }

    OutputStream output() {
        return output;
    }

    /** Returns once the content is on the disk. */
    void force() throws IOException {
        output.getFD().sync();
    }

    @Override
    public void close() throws IOException {
        output.close();
        OWN.remove(path);
    }

    /** Deletes the file if its writer is dead. False where that cannot be told, or it is not. */
    static boolean deleteIfLeft(Path path) {
        if (OWN.contains(path)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null && Files.deleteIfExists(path);
        } catch (IOException e) {
            return false;
        }
    }
}
