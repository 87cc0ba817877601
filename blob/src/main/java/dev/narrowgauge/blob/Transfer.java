package dev.narrowgauge.blob;

import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** Brings a blob here. A connection that breaks is taken up where it broke. */
final class Transfer {
    private static final Logger LOG = System.getLogger(Transfer.class.getName());

    private static final int BUFFER_BYTES = 1 << 16;

    /** In a row, without a byte between them. */
    private static final int BREAKS = 5;

    private final RemoteSource remote;
    private final BlobCache cache;
    private final Incoming incoming;
    private final String sha256;
    private final FetchWatch watch;

    Transfer(RemoteSource remote, BlobCache cache, Incoming incoming, String sha256, FetchWatch watch) {
        this.remote = remote;
        this.cache = cache;
        this.incoming = incoming;
        this.sha256 = sha256;
        this.watch = watch;
    }

    /**
     * Completes the part, from what an earlier transfer left of it or from nothing. What does not have its hash in the end is
     * brought once more from the beginning: what was left may be damaged, or what came.
     */
    void complete(PartialFile part) throws IOException {
        for (int attempt = 0; attempt < 2; attempt++) {
            bring(part);
            if (Sha256.of(part.path()).equals(sha256)) {
                return;
            }
            part.clear();
        }
        throw new NarrowgaugeException(
                ErrorCode.STORAGE_UNAVAILABLE,
                "what is stored as the content with SHA-256 %s has another one; restore it, or delete it there and upload it again"
                        .formatted(sha256));
    }

    private void bring(PartialFile part) throws IOException {
        int breaks = 0;
        while (true) {
            long before = part.bytes();
            Optional<IOException> broken = append(part, before);
            if (broken.isEmpty()) {
                return;
            }
            breaks = part.bytes() > before ? 1 : breaks + 1;
            if (breaks == BREAKS) {
                throw new NarrowgaugeException(
                        ErrorCode.STORAGE_UNAVAILABLE,
                        "the content with SHA-256 %s does not come beyond its first %d bytes: %s; check the connection to the blob store"
                                .formatted(sha256, before, broken.get().getMessage()),
                        broken.get());
            }
            LOG.log(
                    Level.INFO,
                    "the transfer of {0} broke and goes on at byte {1}: {2}",
                    sha256,
                    Long.toString(part.bytes()),
                    broken.get().getMessage());
        }
    }

    /** How the connection broke; empty where all came. */
    private Optional<IOException> append(PartialFile part, long offset) {
        RemoteContent content = remote.open(sha256, offset, watch);
        try (InputStream stream = content.stream();
                DiskOutput file = DiskOutput.atEndOf(part.path())) {
            cache.makeRoom(offset + content.bytes(), content.bytes());
            incoming.requireSpace(content.bytes());
            long came = copy(stream, file, offset, offset + content.bytes());
            return came < content.bytes()
                    ? Optional.of(new EOFException("it ended after %d of %d bytes".formatted(came, content.bytes())))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    private long copy(InputStream from, DiskOutput to, long offset, long total) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long came = 0;
        for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
            to.write(buffer, 0, length);
            came += length;
            watch.require(offset + came, total);
        }
        return came;
    }
}
