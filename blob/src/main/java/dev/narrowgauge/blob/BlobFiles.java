package dev.narrowgauge.blob;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The blobs that one piece of work reads: each fetched when it is first asked for, all held until the work has ended. */
public final class BlobFiles implements AutoCloseable {
    private final BlobStore blobs;
    private final Map<String, BlobFile> held = new HashMap<>();

    public BlobFiles(BlobStore blobs) {
        this.blobs = blobs;
    }

    /** As {@link BlobStore#fetch(String)}. */
    public Path path(String sha256) {
        return path(sha256, FetchWatch.NONE);
    }

    /** As {@link BlobStore#fetch(String, FetchWatch)}. */
    public Path path(String sha256, FetchWatch watch) {
        return held.computeIfAbsent(sha256, absent -> blobs.fetch(absent, watch))
                .path();
    }

    @Override
    public void close() {
        held.values().forEach(BlobFile::close);
        held.clear();
    }
}
