package dev.narrowgauge.blob;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** A blob as a file of this machine, to be read only, which stays where it is until this is closed. */
public final class BlobFile implements AutoCloseable {
    private final Path path;
    private final Runnable release;
    private final AtomicBoolean released = new AtomicBoolean();

    /** @param release run once, when nobody reads the file any more */
    BlobFile(Path path, Runnable release) {
        this.path = path;
        this.release = release;
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        if (released.compareAndSet(false, true)) {
            release.run();
        }
    }
}
