package dev.narrowgauge.blob;

import dev.narrowgauge.domain.error.ErrorCode;
import java.util.OptionalLong;

/**
 * Where blobs come from that are kept out of reach of this machine's file systems. What fails has a code of the kind
 * INFRASTRUCTURE, but for streams that break.
 */
public interface RemoteSource extends AutoCloseable {
    /**
     * The content from the offset on; nothing where it has no more bytes than that. Fails with
     * {@link ErrorCode#STORAGE_UNAVAILABLE} where the content is not stored.
     *
     * @param watch to be asked where this waits for a connection
     */
    RemoteContent open(String sha256, long offset, FetchWatch watch);

    /** How many bytes are stored under that hash; empty where none are. */
    OptionalLong sizeBytes(String sha256);

    /** Fails with {@link ErrorCode#STORAGE_UNAVAILABLE} where nothing is stored. */
    void requireContent();

    /** Fails unless it can be reached. */
    void requireUsable();

    @Override
    void close();
}
