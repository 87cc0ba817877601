package dev.narrowgauge.blob;

class TestCachedBlobStore extends BlobStoreContract {
    private final MemoryBlobs remote = new MemoryBlobs();

    @Override
    CachedBlobStore open() {
        return CachedBlobStore.open(remote, root, 1 << 20);
    }
}
