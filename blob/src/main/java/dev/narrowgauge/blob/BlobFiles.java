package dev.narrowgauge.blob;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The blobs that one piece of work reads: each fetched when it is first asked for, all held until the work has ended. */
public final class BlobFiles implements AutoCloseable {
    private final BlobSource blobs;
    private final Map<String, BlobFile> held = new HashMap<>();

    public BlobFiles(BlobSource blobs) {
        this.blobs = blobs;
    }

    /** As {@link BlobSource#fetch(String)}. */
    public Path path(String sha256) {
        return path(sha256, FetchWatch.NONE);
    }

    /** As {@link BlobSource#fetch(String, FetchWatch)}. */
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
