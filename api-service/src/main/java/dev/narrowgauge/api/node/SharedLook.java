package dev.narrowgauge.api.node;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A look at something that many ask for at a time. One look serves all who asked before it began: none gets what was there
 * before it asked, and however many ask, not more than one looks at a time.
 */
public final class SharedLook<T> {
    private final Supplier<T> look;
    private final ReentrantLock turn = new ReentrantLock();

    /** What those wait for who came since the last look began; null before the first of them comes. */
    private final AtomicReference<CompletableFuture<T>> next = new AtomicReference<>();

    public SharedLook(Supplier<T> look) {
        this.look = requireNonNull(look, "look is null");
    }

    /** Fails as the look does. */
    public T get() {
        CompletableFuture<T> own = new CompletableFuture<>();
        CompletableFuture<T> theirs = next.compareAndExchange(null, own);
        if (theirs == null) {
            lookFor(own);
        }
        try {
            return (theirs == null ? own : theirs).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    private void lookFor(CompletableFuture<T> waiting) {
        turn.lock();
        try {
            next.set(null);
            waiting.complete(look.get());
        } catch (RuntimeException | Error e) {
            waiting.completeExceptionally(e);
        } finally {
            turn.unlock();
        }
    }
}
