package dev.narrowgauge.api.agent;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.google.protobuf.UnsafeByteOperations;
import dev.narrowgauge.blob.BlobFile;
import dev.narrowgauge.blob.BlobStore;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.proto.v1.ContentPart;
import dev.narrowgauge.proto.v1.ContentRequest;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Sends content to one agent, at the speed at which it reads. */
final class ContentSender {
    private static final int PART_BYTES = 256 << 10;

    /** Proxies end a stream that is silent for a minute. */
    private static final long SIGN_SECONDS = 10;

    private final ServerCallStreamObserver<ContentPart> call;
    private final BooleanSupplier revoked;
    private final Semaphore changes = new Semaphore(0);

    /**
     * Only in the method that was called: handlers are not accepted later.
     *
     * @param revoked whether the agent may have it no more
     */
    ContentSender(ServerCallStreamObserver<ContentPart> call, BooleanSupplier revoked) {
        this.call = call;
        this.revoked = revoked;
        call.setOnReadyHandler(changes::release);
        call.setOnCancelHandler(changes::release);
    }

    /**
     * From the offset that is asked for on; nothing where the content has no more bytes. A store out of reach is copied from
     * first: what waits for that hears the size at once, and then a sign of life again and again.
     */
    void send(BlobStore blobs, ContentRequest request) {
        String sha256 = request.getSha256();
        long size = blobs.sizeBytes(sha256)
                .orElseThrow(() -> new NarrowgaugeException(
                        ErrorCode.STORAGE_UNAVAILABLE,
                        "The content with SHA-256 %s is not in the API's blob store any more.".formatted(sha256)));
        call.onNext(ContentPart.newBuilder().setSizeBytes(size).build());
        Optional<BlobFile> fetched = fetched(blobs, sha256);
        if (fetched.isPresent()) {
            send(fetched.get(), Math.min(request.getOffset(), size), sha256);
        }
    }

    /** Empty where the agent is gone. */
    private Optional<BlobFile> fetched(BlobStore blobs, String sha256) {
        CompletableFuture<BlobFile> copy =
                CompletableFuture.supplyAsync(() -> blobs.fetch(sha256), Thread::startVirtualThread);
        while (!call.isCancelled()) {
            try {
                return Optional.of(copy.get(SIGN_SECONDS, SECONDS));
            } catch (TimeoutException e) {
                call.onNext(ContentPart.getDefaultInstance());
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        var _ = copy.thenAccept(BlobFile::close);
        return Optional.empty();
    }

    private void send(BlobFile file, long offset, String sha256) {
        try (file;
                InputStream content = Files.newInputStream(file.path())) {
            content.skipNBytes(offset);
            byte[] part = content.readNBytes(PART_BYTES);
            while (part.length > 0 && isWanted()) {
                call.onNext(ContentPart.newBuilder()
                        .setData(UnsafeByteOperations.unsafeWrap(part))
                        .build());
                part = content.readNBytes(PART_BYTES);
            }
            call.onCompleted();
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    ErrorCode.STORAGE_UNAVAILABLE,
                    "The content with SHA-256 %s cannot be read by the API; look at its blob store.".formatted(sha256),
                    e);
        }
    }

    /**
     * Waits until the agent has read what was sent; false where it is gone. Fails with {@link ErrorCode#TOKEN_REFUSED} once it may
     * not have it.
     */
    private boolean isWanted() {
        while (!call.isReady() && !call.isCancelled()) {
            requireGood();
            awaitChange();
        }
        requireGood();
        return !call.isCancelled();
    }

    private void awaitChange() {
        try {
            var _ = changes.tryAcquire(SIGN_SECONDS, SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NarrowgaugeException(ErrorCode.SERVICE_UNREACHABLE, "The service is stopping; try again.", e);
        }
    }

    private void requireGood() {
        if (revoked.getAsBoolean()) {
            throw new NarrowgaugeException(
                    ErrorCode.TOKEN_REFUSED, "The join token was revoked while its agent fetched content.");
        }
    }
}
