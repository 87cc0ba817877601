package dev.narrowgauge.blob;

import dev.narrowgauge.domain.digest.Blob;
import dev.narrowgauge.domain.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Content as {@link BlobSource} has it, for those who store it. The same content is stored once. */
public interface BlobStore extends BlobSource {
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
            throw DiskFailure.of("the file " + file + " cannot be read", file, e);
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
}
