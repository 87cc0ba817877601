package dev.narrowgauge.service;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What has been started, to be closed in reverse. A start adds to one that it opens as a resource, and keeps it once nothing
 * can fail any more; where the start fails before, what it had added is closed.
 */
public final class Started implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Started.class.getName());

    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    public synchronized void add(AutoCloseable started) {
        running.push(started);
    }

    /** All that was added, which is no longer closed with this. */
    public synchronized Started keep() {
        Started kept = new Started();
        kept.running.addAll(running);
        running.clear();
        return kept;
    }

    /** Closes each once, whatever becomes of the others. */
    @Override
    public synchronized void close() {
        while (!running.isEmpty()) {
            AutoCloseable last = running.pop();
            try {
                last.close();
            } catch (Exception e) {
                LOG.log(Level.WARNING, last.getClass().getSimpleName() + " did not stop cleanly", e);
            }
        }
    }
}
