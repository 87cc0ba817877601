package dev.narrowgauge.blob;

import dev.narrowgauge.domain.digest.Blob;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** A remote store behind copies on this machine. */
public final class CachedBlobStore implements BlobStore {
    private final RemoteBlobs remote;
    private final BlobCopies copies;

    private CachedBlobStore(RemoteBlobs remote, BlobCopies copies) {
        this.remote = remote;
        this.copies = copies;
    }

    /**
     * As {@link BlobCopies#open}.
     *
     * @param remote closed with this
     * @param maxBytes of all copies together, unless more are in use
     */
    public static CachedBlobStore open(RemoteBlobs remote, Path folder, long maxBytes) {
        return new CachedBlobStore(remote, BlobCopies.open(remote, folder, maxBytes));
    }

    @Override
    public BlobFile fetch(String sha256, FetchWatch watch) {
        return copies.fetch(sha256, watch);
    }

    @Override
    public OptionalLong sizeBytes(String sha256) {
        return copies.sizeBytes(sha256);
    }

    @Override
    public StagedBlob stage(InputStream content) {
        return copies.incoming().stage(content, this::keep);
    }

    /** What was stored in part, or by mistake, is stored again. */
    private void keep(Blob blob, HeldFile file) throws IOException {
        if (remote.sizeBytes(blob.sha256()).orElse(-1) != blob.sizeBytes()) {
            remote.write(blob, file.path());
        }
        copies.cache().makeRoom(blob.sizeBytes(), 0);
        copies.cache().adopt(blob.sha256(), file.path());
    }

    /** A copy that is in use stays until it is evicted. */
    @Override
    public void delete(String sha256) {
        BlobName.require(sha256);
        remote.delete(sha256);
        try {
            copies.cache().evict(sha256);
        } catch (IOException e) {
            throw DiskFailure.of("the copy of the content " + sha256 + " cannot be deleted", copies.folder(), e);
        }
    }

    @Override
    public void list(Consumer<List<String>> parts) {
        remote.list(parts);
    }

    /** Room to stage content, from where it is sent on; copies that nobody uses give way to it. */
    @Override
    public void requireSpace(long bytes) {
        copies.cache().makeDiskRoom(bytes);
        copies.incoming().requireSpace(bytes);
    }

    @Override
    public void removeLeft() {
        copies.incoming().removeLeft();
    }

    @Override
    public void requireContent() {
        copies.requireContent();
    }

    @Override
    public void requireUsable() {
        copies.requireUsable();
    }

    @Override
    public void close() {
        copies.close();
    }
}
