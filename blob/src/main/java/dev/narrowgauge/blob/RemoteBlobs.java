package dev.narrowgauge.blob;

import dev.narrowgauge.domain.digest.Blob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Where blobs are kept out of reach of this machine's file systems, for those who store them there. */
public interface RemoteBlobs extends RemoteSource {
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
}
