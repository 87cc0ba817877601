package dev.narrowgauge.blob;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.narrowgauge.domain.disk.OwnFolder;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Copies on this machine of what is kept elsewhere. Several processes may share their folder; a process opens it once.
 */
public final class BlobCopies implements BlobSource {
    private static final Logger LOG = System.getLogger(BlobCopies.class.getName());

    /** How often who waits for another is asked whether it still does. */
    private static final Duration LOOK = Duration.ofMillis(200);

    private final RemoteSource remote;
    private final Path folder;
    private final Incoming incoming;
    private final CacheUses uses;
    private final DigestLocks writers;
    private final BlobCache cache;

    private BlobCopies(
            RemoteSource remote, Path folder, Incoming incoming, CacheUses uses, DigestLocks writers, long maxBytes) {
        this.remote = remote;
        this.folder = folder;
        this.incoming = incoming;
        this.uses = uses;
        this.writers = writers;
        this.cache = new BlobCache(folder, maxBytes, uses);
    }

    /**
     * Creates the folder where it is absent, and removes what dead writers have left in it. It is to be on a disk of this
     * machine.
     *
     * @param remote closed with this
     * @param maxBytes of all copies together, unless more are in use
     */
    public static BlobCopies open(RemoteSource remote, Path folder, long maxBytes) {
        Path root = folder.toAbsolutePath().normalize();
        try {
            OwnFolder.create(root);
            Incoming incoming = Incoming.open(root.resolve("incoming"), "the blob cache " + root);
            return new BlobCopies(
                    remote,
                    root,
                    incoming,
                    CacheUses.open(root),
                    DigestLocks.open(root.resolve("writers.lock")),
                    maxBytes);
        } catch (IOException e) {
            throw DiskFailure.of("the blob cache " + folder + " cannot be opened", folder, e);
        }
    }

    @Override
    public BlobFile fetch(String sha256, FetchWatch watch) {
        BlobName.require(sha256);
        ReentrantLock turn = uses.begin(sha256);
        try {
            return new BlobFile(fetch(sha256, turn, watch), () -> uses.end(sha256));
        } catch (RuntimeException | Error e) {
            uses.end(sha256);
            throw e;
        }
    }

    Path folder() {
        return folder;
    }

    private Path fetch(String sha256, ReentrantLock turn, FetchWatch watch) {
        await(turn, watch);
        try {
            return cache.find(sha256).orElseGet(() -> bring(sha256, watch));
        } finally {
            turn.unlock();
        }
    }

    /** Another may be bringing it for hours. */
    private static void await(ReentrantLock turn, FetchWatch watch) {
        try {
            while (!turn.tryLock(LOOK.toMillis(), MILLISECONDS)) {
                watch.require(0, 0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while content was awaited");
        }
    }

    private Path bring(String sha256, FetchWatch watch) {
        try (PartialFile part = PartialFile.open(incoming.folder(), sha256, writers)) {
            new Transfer(remote, cache, incoming, sha256, watch).complete(part);
            return cache.adopt(sha256, part.path());
        } catch (IOException e) {
            throw DiskFailure.of("the content " + sha256 + " cannot be fetched to " + folder, folder, e);
        }
    }

    @Override
    public OptionalLong sizeBytes(String sha256) {
        BlobName.require(sha256);
        return remote.sizeBytes(sha256);
    }

    /** Where content is written before it is a copy. */
    Incoming incoming() {
        return incoming;
    }

    BlobCache cache() {
        return cache;
    }

    @Override
    public void requireContent() {
        remote.requireContent();
    }

    @Override
    public void requireUsable() {
        incoming.requireUsable();
        remote.requireUsable();
    }

    @Override
    public void close() {
        remote.close();
        try {
            uses.close();
            writers.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the locks of {0} were not closed: {1}", folder, e.getMessage());
        }
    }
}
