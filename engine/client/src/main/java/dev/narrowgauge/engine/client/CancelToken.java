package dev.narrowgauge.engine.client;

/** Asks a running engine call to stop, from another thread. Cannot be taken back. */
public final class CancelToken {
    private volatile boolean cancelled;

    public void cancel() {
        cancelled = true;
    }

    public boolean isCancelled() {
        return cancelled;
    }
}
