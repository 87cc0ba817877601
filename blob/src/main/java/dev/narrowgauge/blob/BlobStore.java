package dev.narrowgauge.blob;

import dev.narrowgauge.domain.digest.Blob;
import dev.narrowgauge.domain.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Content by its SHA-256, the same for every process of a deployment: stored whole and for good, or not there. The same
 * content is stored once. What fails because of the store or of this machine has a code of the kind INFRASTRUCTURE.
 */
public interface BlobStore extends AutoCloseable {
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

    /** Writes the content to this machine under a temporary name; it becomes a blob by {@link StagedBlob#keep}. */
    StagedBlob stage(InputStream content);

    default Blob store(InputStream content) {
        try (StagedBlob staged = stage(content)) {
            return staged.keep();
        }
    }

    default Blob store(Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            return store(content);
        } catch (IOException e) {
            throw DiskFailure.of("the file " + file + " cannot be read", e);
        }
    }

    /** Removes the content, if it is stored. For whoever knows that nobody needs it any more. */
    void delete(String sha256);

    /**
     * Gives the SHA-256 of all that is stored, each once, in parts of up to some thousand. What is stored or deleted meanwhile may
     * be among them or not.
     */
    void list(Consumer<List<String>> parts);

    /**
     * Removes what writers have left that were killed in the middle, of whichever process. Writers that live are not disturbed; where
     * the file system does not tell whether they do, what is a day old counts as left.
     */
    void removeLeft();

    /** Fails with {@link ErrorCode#DISK_FULL} unless that much more can be staged. */
    void requireSpace(long bytes);

    /**
     * Fails with {@link ErrorCode#STORAGE_UNAVAILABLE} where the store has no content at all. For whoever knows that it had:
     * it is then another store than it was.
     */
    void requireContent();

    /** Fails unless the store can be reached, and content can be staged. */
    void requireUsable();

    /** Gives up what the store holds open. */
    @Override
    default void close() {}
}
