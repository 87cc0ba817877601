package dev.narrowgauge.blob;

import dev.narrowgauge.domain.digest.Blob;
import dev.narrowgauge.domain.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Where blobs are kept out of reach of this machine's file systems. What fails has a code of the kind INFRASTRUCTURE, but for
 * streams that break.
 */
public interface RemoteBlobs extends AutoCloseable {
    /**
     * The content from the offset on; nothing where it has no more bytes than that. Fails with
     * {@link ErrorCode#STORAGE_UNAVAILABLE} where the content is not stored.
     *
     * @param watch to be asked where this waits for a connection
     */
    RemoteContent open(String sha256, long offset, FetchWatch watch);

    /** How many bytes are stored under that hash; empty where none are. */
    OptionalLong sizeBytes(String sha256);

    /**
     * Stores the file's content. Until it is there whole nobody sees any of it.
     *
     * @throws IOException if the file cannot be read
     */
    void write(Blob blob, Path file) throws IOException;

    /** Removes the content, if it is stored. */
    void delete(String sha256);

    /** As {@link BlobStore#list}. */
    void list(Consumer<List<String>> parts);

    /** Fails with {@link ErrorCode#STORAGE_UNAVAILABLE} where nothing is stored. */
    void requireContent();

    /** Fails unless the store can be reached. */
    void requireUsable();

    @Override
    void close();
}
