package dev.narrowgauge.api.webhook;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What a receiver answers, of which nothing is kept but the status. It may say more, up to a limit, so that honest ones can finish
 * their sentence; then the connection is closed.
 */
final class AnswerStatus {
    private static final int MOST_BYTES = 1 << 16;

    private final CompletableFuture<Integer> status = new CompletableFuture<>();
    private HttpClientRequest request;
    private Integer head;
    private long bytes;
    private boolean closed;

    /** Once the answer is whole, long enough, or broken off after its head; fails where there is none. */
    CompletableFuture<Integer> status() {
        return status;
    }

    /** Of an answer that has begun. */
    synchronized Optional<Integer> head() {
        return Optional.ofNullable(head);
    }

    /** False where nobody waits for it any more. */
    synchronized boolean isFor(HttpClientRequest connected) {
        if (closed) {
            connected.reset();
            return false;
        }
        request = connected;
        return true;
    }

    void read(HttpClientResponse response) {
        synchronized (this) {
            head = response.statusCode();
        }
        response.exceptionHandler(this::fail);
        response.handler(this::count);
        response.endHandler(_ -> status.complete(response.statusCode()));
    }

    private void count(Buffer part) {
        bytes += part.length();
        if (bytes > MOST_BYTES) {
            head().ifPresent(status::complete);
            close();
        }
    }

    void fail(Throwable fault) {
        head().ifPresentOrElse(status::complete, () -> status.completeExceptionally(fault));
    }

    /** And with it the connection, where there is one. */
    synchronized void close() {
        closed = true;
        if (request != null) {
            request.reset();
        }
    }
}
