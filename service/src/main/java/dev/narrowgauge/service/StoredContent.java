package dev.narrowgauge.service;

import dev.narrowgauge.blob.BlobStore;
import dev.narrowgauge.db.ModelStore;
import dev.narrowgauge.domain.error.ErrorCode;
import org.jdbi.v3.core.Jdbi;

/** Holds a blob store against the database, which knows what was stored. */
final class StoredContent {
    private StoredContent() {}

    /** Fails with {@link ErrorCode#STORAGE_UNAVAILABLE} where models were uploaded, and the store is empty. */
    static void require(Jdbi jdbi, BlobStore blobs) {
        if (new ModelStore(jdbi).anyUploaded()) {
            blobs.requireContent();
        }
    }
}
