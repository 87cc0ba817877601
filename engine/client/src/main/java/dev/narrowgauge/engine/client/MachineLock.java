package dev.narrowgauge.engine.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Keeps a node from timing a model while it quantizes another: work shares the machine, a measurement has it alone.
 *
 * <p>First come, first served inside this JVM; between processes by locks on files in a directory they have in common.
 * Waiting is reported as the progress stage {@value ProgressListener#WAIT} and ends at once when cancelled.
 */
public final class MachineLock {
    private static final Duration POLL = Duration.ofMillis(50);

    /** The system locks files for a whole process, so a directory has one lock in a JVM, whoever asks for it. */
    private static final ConcurrentMap<Path, MachineLock> LOCKS = new ConcurrentHashMap<>();

    /** A share or all of the machine, until closed, by any thread. */
    public interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    private final MachineFileLock files;
    private final Deque<Object> queue = new ArrayDeque<>();
    private int shares;
    private boolean alone;

    private MachineLock(Path directory) {
        this.files = new MachineFileLock(directory);
    }

    /** @param directory created when absent; every process that shares it shares the machine */
    public static MachineLock in(Path directory) {
        return LOCKS.computeIfAbsent(directory.toAbsolutePath().normalize(), MachineLock::new);
    }

    /** The lock that every process of this user on this machine has in common by default. */
    public static MachineLock ofThisMachine() {
        String user = System.getProperty("user.name").replaceAll("[^A-Za-z0-9._-]", "_");
        return in(Path.of(System.getProperty("java.io.tmpdir"), "narrowgauge-machine-" + user));
    }

    /** Waits until nobody has the machine alone. */
    public Hold share(ProgressListener progress, CancelToken cancel) {
        return hold(false, progress, cancel);
    }

    /** Waits until nobody else has any of the machine. */
    public Hold alone(ProgressListener progress, CancelToken cancel) {
        return hold(true, progress, cancel);
    }

    private Hold hold(boolean exclusive, ProgressListener progress, CancelToken cancel) {
        Waiting waiting = new Waiting(progress, cancel);
        enter(exclusive, waiting);
        try {
            files.acquire(exclusive, waiting);
        } catch (RuntimeException e) {
            leave(exclusive);
            throw e;
        }
        return new Hold() {
            private boolean open = true;

            @Override
            public synchronized void close() {
                if (open) {
                    open = false;
                    files.release();
                    leave(exclusive);
                }
            }
        };
    }

    private void enter(boolean exclusive, Waiting waiting) {
        Object ticket = new Object();
        synchronized (this) {
            queue.addLast(ticket);
        }
        try {
            while (!tryEnter(ticket, exclusive)) {
                waiting.once();
            }
        } finally {
            synchronized (this) {
                queue.remove(ticket);
                notifyAll();
            }
        }
    }

    private synchronized boolean tryEnter(Object ticket, boolean exclusive) {
        if (queue.peekFirst() != ticket || alone || (exclusive && shares > 0)) {
            return false;
        }
        if (exclusive) {
            alone = true;
        } else {
            shares++;
        }
        return true;
    }

    private synchronized void leave(boolean exclusive) {
        if (exclusive) {
            alone = false;
        } else {
            shares--;
        }
        notifyAll();
    }

    /** One caller's wait: says so once, then looks again at every change and every {@link #POLL}. */
    final class Waiting {
        private final ProgressListener progress;
        private final CancelToken cancel;
        private boolean reported;

        private Waiting(ProgressListener progress, CancelToken cancel) {
            this.progress = progress;
            this.cancel = cancel;
        }

        void once() {
            if (cancel.isCancelled()) {
                throw new CancellationException("cancelled while waiting for the machine");
            }
            if (!reported) {
                reported = true;
                progress.progress(ProgressListener.WAIT, 0, 0);
            }
            synchronized (MachineLock.this) {
                try {
                    MachineLock.this.wait(POLL.toMillis());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new CancellationException("interrupted while waiting for the machine");
                }
            }
        }
    }
}
