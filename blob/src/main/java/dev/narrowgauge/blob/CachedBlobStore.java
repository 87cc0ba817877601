package dev.narrowgauge.blob;

import dev.narrowgauge.domain.digest.Blob;
import dev.narrowgauge.domain.disk.OwnFolder;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A remote store behind copies on this machine. Several processes may share the folder of the copies; a process opens it
 * once.
 */
public final class CachedBlobStore implements BlobStore {
    private static final Logger LOG = System.getLogger(CachedBlobStore.class.getName());

    private final RemoteBlobs remote;
    private final Path folder;
    private final Incoming incoming;
    private final CacheUses uses;
    private final DigestLocks writers;
    private final BlobCache cache;

    private CachedBlobStore(
            RemoteBlobs remote, Path folder, Incoming incoming, CacheUses uses, DigestLocks writers, long maxBytes) {
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
    public static CachedBlobStore open(RemoteBlobs remote, Path folder, long maxBytes) {
        Path root = folder.toAbsolutePath().normalize();
        try {
            OwnFolder.create(root);
            Incoming incoming = Incoming.open(root.resolve("incoming"), "the blob cache " + root);
            return new CachedBlobStore(
                    remote,
                    root,
                    incoming,
                    CacheUses.open(root),
                    DigestLocks.open(root.resolve("writers.lock")),
                    maxBytes);
        } catch (IOException e) {
            throw DiskFailure.of("the blob cache " + folder + " cannot be opened", e);
        }
    }

    @Override
    public BlobFile fetch(String sha256) {
        BlobName.require(sha256);
        ReentrantLock turn = uses.begin(sha256);
        try {
            return new BlobFile(fetch(sha256, turn), () -> uses.end(sha256));
        } catch (RuntimeException | Error e) {
            uses.end(sha256);
            throw e;
        }
    }

    private Path fetch(String sha256, ReentrantLock turn) {
        turn.lock();
        try {
            return cache.find(sha256).orElseGet(() -> bring(sha256));
        } finally {
            turn.unlock();
        }
    }

    private Path bring(String sha256) {
        try (PartialFile part = PartialFile.open(incoming.folder(), sha256, writers)) {
            new Transfer(remote, cache, incoming, sha256).complete(part);
            return cache.adopt(sha256, part.path());
        } catch (IOException e) {
            throw DiskFailure.of("the content " + sha256 + " cannot be fetched to " + folder, e);
        }
    }

    @Override
    public boolean exists(String sha256) {
        BlobName.require(sha256);
        return remote.sizeBytes(sha256).isPresent();
    }

    @Override
    public StagedBlob stage(InputStream content) {
        return incoming.stage(content, this::keep);
    }

    /** What was stored in part, or by mistake, is stored again. */
    private void keep(Blob blob, HeldFile file) throws IOException {
        if (remote.sizeBytes(blob.sha256()).orElse(-1) != blob.sizeBytes()) {
            remote.write(blob, file.path());
        }
        cache.makeRoom(blob.sizeBytes(), 0);
        cache.adopt(blob.sha256(), file.path());
    }

    /** A copy that is in use stays until it is evicted. */
    @Override
    public void delete(String sha256) {
        BlobName.require(sha256);
        remote.delete(sha256);
        try {
            cache.evict(sha256);
        } catch (IOException e) {
            throw DiskFailure.of("the copy of the content " + sha256 + " cannot be deleted", e);
        }
    }

    /** Room to stage content, from where it is sent on. */
    @Override
    public void requireSpace(long bytes) {
        incoming.requireSpace(bytes);
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
