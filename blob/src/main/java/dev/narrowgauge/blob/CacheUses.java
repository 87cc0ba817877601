package dev.narrowgauge.blob;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Which blobs of a cache are in use, by this process or by another that shares the folder: those are not evicted. */
final class CacheUses implements AutoCloseable {
    private static final Logger LOG = System.getLogger(CacheUses.class.getName());

    /** How long another process may take to delete one file. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration PAUSE = Duration.ofMillis(1);

    private final Path folder;
    private final DigestLocks locks;
    private final Map<String, Use> uses = new HashMap<>();

    private static final class Use {
        private final FileLock shared;
        private final ReentrantLock turn = new ReentrantLock();
        private int holders;

        Use(FileLock shared) {
            this.shared = shared;
        }
    }

    @FunctionalInterface
    interface Deletion {
        void run() throws IOException;
    }

    private CacheUses(Path folder, DigestLocks locks) {
        this.folder = folder;
        this.locks = locks;
    }

    static CacheUses open(Path folder) throws IOException {
        return new CacheUses(folder, DigestLocks.open(folder.resolve("uses.lock")));
    }

    /**
     * From now on the blob is in use, whether it is there or not.
     *
     * @return by which those who use it in this process take turns to look for it and to bring it
     */
    ReentrantLock begin(String sha256) {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < PATIENCE.toNanos()) {
            Optional<ReentrantLock> turn = tryBegin(sha256);
            if (turn.isPresent()) {
                return turn.get();
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new NarrowgaugeException(
                ErrorCode.STORAGE_UNAVAILABLE,
                "the blob cache %s is locked by a process that does not go on; end that, or choose another folder"
                        .formatted(folder));
    }

    /**
     * Whoever uses another blob need not wait behind this. Only who evicts it, or deletes it, keeps others from sharing it, and
     * that only for a moment.
     */
    private synchronized Optional<ReentrantLock> tryBegin(String sha256) {
        Use use = uses.get(sha256);
        if (use == null) {
            Optional<FileLock> shared = tryShare(sha256);
            if (shared.isEmpty()) {
                return Optional.empty();
            }
            use = new Use(shared.get());
            uses.put(sha256, use);
        }
        use.holders++;
        return Optional.of(use.turn);
    }

    private Optional<FileLock> tryShare(String sha256) {
        try {
            return locks.tryLock(sha256, true);
        } catch (IOException e) {
            throw DiskFailure.of("the blob cache " + folder + " cannot be locked", folder, e);
        }
    }

    synchronized void end(String sha256) {
        Use use = uses.get(sha256);
        use.holders--;
        if (use.holders > 0) {
            return;
        }
        uses.remove(sha256);
        try {
            use.shared.release();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the lock of a blob went with its file: {0}", e.getMessage());
        }
    }

    /** Deletes the blob's file unless somebody uses it. Returns whether it did. */
    synchronized boolean deleteUnused(String sha256, Deletion deletion) throws IOException {
        if (uses.containsKey(sha256)) {
            return false;
        }
        Optional<FileLock> lock = locks.tryLock(sha256, false);
        if (lock.isEmpty()) {
            return false;
        }
        try (FileLock _ = lock.get()) {
            deletion.run();
        }
        return true;
    }

    @Override
    public synchronized void close() throws IOException {
        locks.close();
    }
}
