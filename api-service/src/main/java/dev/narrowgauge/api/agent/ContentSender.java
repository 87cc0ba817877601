package dev.narrowgauge.api.agent;

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
import java.util.concurrent.Semaphore;

/** Sends content to one agent, at the speed at which it reads. */
final class ContentSender {
    private static final int PART_BYTES = 256 << 10;

    private final ServerCallStreamObserver<ContentPart> call;
    private final Semaphore changes = new Semaphore(0);

    /** Only in the method that was called: handlers are not accepted later. */
    ContentSender(ServerCallStreamObserver<ContentPart> call) {
        this.call = call;
        call.setOnReadyHandler(changes::release);
        call.setOnCancelHandler(changes::release);
    }

    /** From the offset that is asked for on; nothing where the content has no more bytes. */
    void send(BlobStore blobs, ContentRequest request) {
        try (BlobFile file = blobs.fetch(request.getSha256());
                InputStream content = Files.newInputStream(file.path())) {
            long size = Files.size(file.path());
            call.onNext(ContentPart.newBuilder().setSizeBytes(size).build());
            content.skipNBytes(Math.min(request.getOffset(), size));
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
                    "The content with SHA-256 %s cannot be read by the API; look at its blob store."
                            .formatted(request.getSha256()),
                    e);
        }
    }

    /** Waits until the agent has read what was sent; false where it is gone. */
    private boolean isWanted() {
        while (!call.isReady() && !call.isCancelled()) {
            changes.acquireUninterruptibly();
        }
        return !call.isCancelled();
    }
}
