package dev.narrowgauge.agent;

import dev.narrowgauge.engine.client.CancelToken;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Runs the A/A sessions of a node on a thread of its own, so that the node goes on saying that it lives. For one thread. */
final class RecheckWorker implements AutoCloseable {
    private static final Logger LOG = System.getLogger(RecheckWorker.class.getName());
    private static final long STOP_SECONDS = 15;

    private final Recheck recheck;
    private final String node;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("recheck").factory());
    private volatile CancelToken running;

    RecheckWorker(Recheck recheck, String node) {
        this.recheck = recheck;
        this.node = node;
    }

    /** Begins a session unless one is running. */
    void begin() {
        if (running == null) {
            CancelToken cancel = new CancelToken();
            running = cancel;
            thread.execute(() -> run(cancel));
        }
    }

    /** Ends a session that nobody wants any more, soon. */
    void cancel() {
        CancelToken session = running;
        if (session != null) {
            session.cancel();
        }
    }

    private void run(CancelToken cancel) {
        try {
            recheck.run(node, cancel);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the A/A session of node " + node + " did not end and begins again", e);
        } finally {
            running = null;
        }
    }

    @Override
    public void close() {
        cancel();
        thread.shutdown();
        try {
            if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(Level.WARNING, "the A/A session of node {0} did not end in {1} s", node, STOP_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
