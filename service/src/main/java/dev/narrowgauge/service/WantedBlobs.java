package dev.narrowgauge.service;

import dev.narrowgauge.blob.BlobFile;
import dev.narrowgauge.blob.BlobStore;
import dev.narrowgauge.blob.FetchWatch;
import dev.narrowgauge.blob.StagedBlob;
import dev.narrowgauge.db.ContentStore;
import dev.narrowgauge.db.DatabaseOutage;
import dev.narrowgauge.domain.digest.Blob;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A blob store of a process that also has the database: content is said to be wanted before it is kept, so that nobody deletes it
 * as unreferenced until a row refers to it.
 */
record WantedBlobs(BlobStore blobs, ContentStore content) implements BlobStore {
    /** What was worked for is not given up because the database restarts. */
    private static final Duration OUTAGE = Duration.ofMinutes(1);

    @Override
    public StagedBlob stage(InputStream source) {
        return blobs.stage(source).telling(this::want);
    }

    private void want(Blob blob) {
        new Patience(OUTAGE).until(() -> wanted(blob));
    }

    private Blob wanted(Blob blob) {
        try {
            content.want(blob.sha256());
            return blob;
        } catch (RuntimeException e) {
            if (!DatabaseOutage.isBehind(e)) {
                throw e;
            }
            throw new NarrowgaugeException(
                    ErrorCode.SERVICE_UNREACHABLE,
                    "Postgres does not answer, and content is not stored without it: start it, or check quarkus.datasource.jdbc.url.",
                    e);
        }
    }

    @Override
    public BlobFile fetch(String sha256, FetchWatch watch) {
        return blobs.fetch(sha256, watch);
    }

    @Override
    public OptionalLong sizeBytes(String sha256) {
        return blobs.sizeBytes(sha256);
    }

    @Override
    public void delete(String sha256) {
        blobs.delete(sha256);
    }

    @Override
    public void list(Consumer<List<String>> parts) {
        blobs.list(parts);
    }

    @Override
    public void removeLeft() {
        blobs.removeLeft();
    }

    @Override
    public void requireSpace(long bytes) {
        blobs.requireSpace(bytes);
    }

    @Override
    public void requireContent() {
        blobs.requireContent();
    }

    @Override
    public void requireUsable() {
        blobs.requireUsable();
    }

    @Override
    public void close() {
        blobs.close();
    }
}
