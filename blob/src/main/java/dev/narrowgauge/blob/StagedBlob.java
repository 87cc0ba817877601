package dev.narrowgauge.blob;

import dev.narrowgauge.domain.digest.Blob;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.HostFault;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Content on the disk under a temporary name, hashed, so that it can be looked at before it is kept. */
public final class StagedBlob implements AutoCloseable {
    private final HeldFile file;
    private final Blob blob;
    private final Keeper keeper;

    /** Makes a blob of a file that has its content; may take the file away. */
    @FunctionalInterface
    interface Keeper {
        void keep(Blob blob, HeldFile file) throws IOException;
    }

    private StagedBlob(HeldFile file, Blob blob, Keeper keeper) {
        this.file = file;
        this.blob = blob;
        this.keeper = keeper;
    }

    static StagedBlob write(InputStream content, HeldFile file, Keeper keeper) {
        try {
            return new StagedBlob(file, copy(content, file), keeper);
        } catch (RuntimeException e) {
            drop(file);
            throw e;
        }
    }

    private static Blob copy(InputStream content, HeldFile file) {
        try {
            return HashingCopy.copy(content, new DiskOutput(file.path(), file.output()));
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    HostFault.behind(e).orElse(ErrorCode.INTERNAL_ERROR),
                    "the content could not be read to its end: " + e.getMessage(),
                    e);
        }
    }

    public Blob blob() {
        return blob;
    }

    /** The same content, of which somebody is told before it is kept; where that fails, it is not. */
    public StagedBlob telling(Consumer<Blob> beforeKept) {
        return new StagedBlob(file, blob, (kept, held) -> {
            beforeKept.accept(kept);
            keeper.keep(kept, held);
        });
    }

    /** The temporary file, to be read only; gone once kept or closed. */
    public Path path() {
        return file.path();
    }

    /** Makes it a blob, unless the content is stored already. */
    public Blob keep() {
        try {
            keeper.keep(blob, file);
            return blob;
        } catch (IOException e) {
            throw DiskFailure.of("the content cannot be stored", file.path(), e);
        }
    }

    /** Deletes the temporary file; what was kept stays. */
    @Override
    public void close() {
        drop(file);
    }

    /** First the name, then the lock: the other way round others could take it for a leftover. */
    private static void drop(HeldFile file) {
        Incoming.delete(file.path());
        try {
            file.close();
        } catch (IOException e) {
            throw DiskFailure.of("the content cannot be stored", file.path(), e);
        }
    }
}
