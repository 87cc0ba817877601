package dev.narrowgauge.blob;

import dev.narrowgauge.domain.digest.Blob;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** A remote store in memory, whose connections break as a test wants it. */
final class MemoryBlobs implements RemoteBlobs {
    final Map<String, byte[]> contents = new ConcurrentHashMap<>();

    /** Offsets of the connections so far. */
    final List<Long> opened = new CopyOnWriteArrayList<>();

    /** Bytes that a connection gives before it breaks. */
    volatile int breakAfter = Integer.MAX_VALUE;

    /** Whether a connection that breaks looks like one that has ended. */
    volatile boolean silent;

    /** Bytes that a connection announces beyond those that it has. */
    volatile long announcedBeyond;

    /** What a connection waits for. */
    volatile CountDownLatch gate = new CountDownLatch(0);

    @Override
    public RemoteContent open(String sha256, long offset, FetchWatch watch) {
        opened.add(offset);
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        byte[] content = contents.get(sha256);
        if (content == null) {
            throw new NarrowgaugeException(ErrorCode.STORAGE_UNAVAILABLE, "nothing is stored as " + sha256);
        }
        int begin = (int) Math.min(offset, content.length);
        int length = content.length - begin;
        return new RemoteContent(
                new Connection(new ByteArrayInputStream(content, begin, length)), length + announcedBeyond);
    }

    private final class Connection extends InputStream {
        private final InputStream content;
        private int left = breakAfter;

        Connection(InputStream content) {
            this.content = content;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0) {
                if (silent) {
                    return -1;
                }
                throw new IOException("connection reset");
            }
            int count = content.read(target, offset, Math.min(length, left));
            left -= Math.max(0, count);
            return count;
        }
    }

    @Override
    public OptionalLong sizeBytes(String sha256) {
        byte[] content = contents.get(sha256);
        return content == null ? OptionalLong.empty() : OptionalLong.of(content.length);
    }

    @Override
    public void write(Blob blob, Path file) throws IOException {
        contents.put(blob.sha256(), Files.readAllBytes(file));
    }

    @Override
    public void delete(String sha256) {
        contents.remove(sha256);
    }

    @Override
    public void list(Consumer<List<String>> parts) {
        parts.accept(List.copyOf(contents.keySet()));
    }

    @Override
    public void requireContent() {
        if (contents.isEmpty()) {
            throw new NarrowgaugeException(ErrorCode.STORAGE_UNAVAILABLE, "nothing is stored");
        }
    }

    @Override
    public void requireUsable() {}

    @Override
    public void close() {}
}
