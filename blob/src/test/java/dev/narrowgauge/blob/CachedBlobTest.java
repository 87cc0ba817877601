package dev.narrowgauge.blob;

import dev.narrowgauge.domain.digest.Sha256;

/** What tests of copies and transfers need: a remote store whose connections break as a test wants it. */
abstract class CachedBlobTest extends BlobStoreTest {
    final MemoryBlobs remote = new MemoryBlobs();

    @Override
    CachedBlobStore open() {
        return open(1 << 20);
    }

    /** @param maxBytes of all copies */
    CachedBlobStore open(long maxBytes) {
        return CachedBlobStore.open(remote, root, maxBytes);
    }

    /** Stores the content where no copy of it is made here. */
    String remotely(byte[] content) {
        String hash = Sha256.of(content);
        remote.contents.put(hash, content);
        return hash;
    }
}
