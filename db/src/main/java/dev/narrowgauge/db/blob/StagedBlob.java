package dev.narrowgauge.db.blob;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.HostFault;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Content on the disk under a temporary name, hashed, so that it can be looked at before it is kept. */
public final class StagedBlob implements AutoCloseable {
    private final BlobStore store;
    private final HeldFile file;
    private final Blob blob;

    private StagedBlob(BlobStore store, HeldFile file, Blob blob) {
        this.store = store;
        this.file = file;
        this.blob = blob;
    }

    static StagedBlob write(BlobStore store, HeldFile file, InputStream content) {
        try {
            Blob blob = copy(content, file);
            force(file);
            return new StagedBlob(store, file, blob);
        } catch (RuntimeException e) {
            drop(file);
            throw e;
        }
    }

    private static Blob copy(InputStream content, HeldFile file) {
        try {
            return HashingCopy.copy(content, new DiskOutput(file.output()));
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    HostFault.behind(e).orElse(ErrorCode.INTERNAL_ERROR),
                    "the content could not be read to its end: " + e.getMessage(),
                    e);
        }
    }

    private static void force(HeldFile file) {
        try {
            file.force();
        } catch (IOException e) {
            throw DiskFailure.of("the content cannot be stored", e);
        }
    }

    public Blob blob() {
        return blob;
    }

    /** The temporary file, to be read only; gone once kept or closed. */
    public Path path() {
        return file.path();
    }

    /** Gives the content its final name, unless it is stored already. */
    public Blob keep() {
        Path place = store.place(blob.sha256());
        try {
            if (Files.isRegularFile(place) && Files.size(place) == blob.sizeBytes()) {
                return blob;
            }
            boolean newFolder = Files.notExists(place.getParent());
            Files.createDirectories(place.getParent());
            Files.move(file.path(), place, StandardCopyOption.ATOMIC_MOVE);
            BlobStore.force(place.getParent());
            if (newFolder) {
                BlobStore.force(place.getParent().getParent());
            }
            return blob;
        } catch (IOException e) {
            throw DiskFailure.of("the content cannot be stored", e);
        }
    }

    /** Deletes the temporary file; what was kept stays. */
    @Override
    public void close() {
        drop(file);
    }

    /** First the name, then the lock: the other way round others could take it for a leftover. */
    private static void drop(HeldFile file) {
        BlobStore.delete(file.path());
        try {
            file.close();
        } catch (IOException e) {
            throw DiskFailure.of("the content cannot be stored", e);
        }
    }
}
