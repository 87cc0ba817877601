package dev.narrowgauge.engine.client;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.node.PhysicalCores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Keeps a node from timing a model while it quantizes another: work shares the machine, a measurement has its processors alone.
 * Measurements of processes that have no core in common may be taken at the same time, beside no other work.
 *
 * <p>First come, first served inside this JVM; between processes by locks on files in a directory they have in common.
 * Waiting is reported as the progress stage {@value ProgressListener#WAIT} and ends at once when cancelled.
 */
public final class MachineLock {
    public static final String PROPERTY = "narrowgauge.machine.lock";
    public static final String ENVIRONMENT = "NARROWGAUGE_MACHINE_LOCK";

    private static final Duration POLL = Duration.ofMillis(50);
    private static final int LOOKS_PER_REASON = 20;

    /** The system locks files for a whole process, so a directory has one lock in a JVM, whoever asks for it. */
    private static final ConcurrentMap<Path, MachineLock> LOCKS = new ConcurrentHashMap<>();

    /** A share or all of the machine, until closed, by any thread. */
    public interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    private final MachineFileLock files;
    private final MachineHolders holders;
    private final Deque<Object> queue = new ArrayDeque<>();
    private int shares;
    private boolean alone;

    private MachineLock(Path directory) {
        this.files = new MachineFileLock(directory);
        this.holders = new MachineHolders(directory);
    }

    /** @param directory created when absent; every process that shares it shares the machine */
    public static MachineLock in(Path directory) {
        return LOCKS.computeIfAbsent(directory.toAbsolutePath().normalize(), MachineLock::new);
    }

    /**
     * The lock that the processes of this machine have in common: in the folder that the system property {@value #PROPERTY}
     * or the environment variable {@value #ENVIRONMENT} names, else one of this user's in the system's temporary directory.
     */
    public static MachineLock ofThisMachine() {
        String configured = System.getProperty(PROPERTY, System.getenv(ENVIRONMENT));
        if (configured != null && !configured.isBlank()) {
            return in(Path.of(configured));
        }
        String user = System.getProperty("user.name").replaceAll("[^A-Za-z0-9._-]", "_");
        return in(Path.of(System.getProperty("java.io.tmpdir"), "narrowgauge-machine-" + user));
    }

    /**
     * Waits until nobody has the machine alone.
     *
     * @param work what for, as others are told who wait; a phrase such as {@code quantizes a.onnx}
     * @throws NarrowgaugeException MACHINE_BUSY after the call's deadline
     */
    public Hold share(String work, EngineCall call) {
        return hold(LockedBytes.ofAShare(), work, call);
    }

    /** As {@link #share} where nobody has to be waited for; empty where one would have to. */
    Optional<Hold> tryShare(String work) {
        CancelToken impatient = new CancelToken();
        impatient.cancel();
        try {
            return Optional.of(
                    share(work, new EngineCall(EngineLimits.ofThisMachine(), ProgressListener.none(), impatient)));
        } catch (CancellationException e) {
            return Optional.empty();
        }
    }

    /**
     * Waits until nobody shares the machine and nobody measures on any of the cores that this process may use; otherwise like
     * {@link #share}.
     */
    public Hold alone(String work, EngineCall call) {
        return alone(work, PhysicalCores.wholeCores(), call);
    }

    /** @param processors logical ones; none stand for all */
    Hold alone(String work, SortedSet<Integer> processors, EngineCall call) {
        return hold(LockedBytes.alone(processors), work, call);
    }

    private Hold hold(LockedBytes part, String work, EngineCall call) {
        // Who wants to be alone keeps those out who come later, so they have to know of him.
        Optional<Path> announced =
                part.shared() ? Optional.empty() : holders.add("waits to be alone with the machine: it " + work);
        try {
            return hold(part, work, new Waiting(call, announced));
        } finally {
            announced.ifPresent(holders::remove);
        }
    }

    private Hold hold(LockedBytes part, String work, Waiting waiting) {
        boolean exclusive = !part.shared();
        enter(exclusive, waiting);
        try {
            files.acquire(part, waiting);
        } catch (RuntimeException | Error e) {
            leave(exclusive);
            throw e;
        }
        Optional<Path> holder = holders.add(work);
        return new Hold() {
            private boolean open = true;

            @Override
            public synchronized void close() {
                if (open) {
                    open = false;
                    holder.ifPresent(holders::remove);
                    try {
                        files.release();
                    } finally {
                        leave(exclusive);
                    }
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

    /** One caller's wait: says so once and for whom, then looks again at every change and every {@link #POLL}. */
    final class Waiting {
        private final EngineCall call;
        private final Optional<Path> announced;
        private final long begin = System.nanoTime();
        private String told = "";
        private int looks;

        private Waiting(EngineCall call, Optional<Path> announced) {
            this.call = call;
            this.announced = announced;
        }

        void once() {
            if (call.cancel().isCancelled()) {
                throw new CancellationException("cancelled while waiting for the machine");
            }
            if (looks == 0) {
                call.progress().progress(ProgressListener.WAIT, 0, 0);
            }
            if (looks++ % LOOKS_PER_REASON == 0) {
                tell();
            }
            requireTime();
            synchronized (MachineLock.this) {
                try {
                    MachineLock.this.wait(POLL.toMillis());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new CancellationException("interrupted while waiting for the machine");
                }
            }
        }

        private void tell() {
            String reason = holders.describe(announced);
            if (!reason.isEmpty() && !reason.equals(told)) {
                told = reason;
                call.progress().waitsFor(reason);
            }
        }

        private void requireTime() {
            Duration waited = Duration.ofNanos(System.nanoTime() - begin);
            if (waited.compareTo(call.limits().deadline()) > 0) {
                throw new NarrowgaugeException(
                        ErrorCode.MACHINE_BUSY,
                        "the machine was not free within %d s%s; wait until it is, or allow more time"
                                .formatted(
                                        call.limits().deadline().toSeconds(),
                                        told.isEmpty() ? "" : " because of " + told));
            }
        }
    }
}
