package dev.narrowgauge.blob;

import dev.narrowgauge.domain.error.ErrorCode;
import java.util.OptionalLong;

/**
 * Content by its SHA-256, the same for every process of a deployment: stored whole and for good, or not there. What fails because
 * of the store or of this machine has a code of the kind INFRASTRUCTURE.
 */
public interface BlobSource extends AutoCloseable {
    /**
     * The content as a file of this machine. Who asks for it knows from the database that it was stored, so where it is
     * absent that fails with {@link ErrorCode#STORAGE_UNAVAILABLE}; a name that is no hash fails with
     * {@link ErrorCode#NOT_FOUND}. What has come when the watch ends it is kept for the next time.
     */
    BlobFile fetch(String sha256, FetchWatch watch);

    default BlobFile fetch(String sha256) {
        return fetch(sha256, FetchWatch.NONE);
    }

    /** How many bytes it has; empty where it is not stored. Brings nothing here. */
    OptionalLong sizeBytes(String sha256);

    default boolean exists(String sha256) {
        return sizeBytes(sha256).isPresent();
    }

    /**
     * Fails with {@link ErrorCode#STORAGE_UNAVAILABLE} where the store has no content at all. For whoever knows that it had:
     * it is then another store than it was.
     */
    void requireContent();

    /** Fails unless the store can be reached, and content can be written to this machine. */
    void requireUsable();

    /** Gives up what the store holds open. */
    @Override
    default void close() {}
}
