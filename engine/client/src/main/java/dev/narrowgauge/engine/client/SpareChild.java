package dev.narrowgauge.engine.client;

import static java.lang.System.Logger.Level.WARNING;
import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Keeps one engine child that has started and rehearsed while nothing was to be done, so that the next task does not wait
 * for that. A child is used once; the next one is made when no task has run for a while, and never beside a measurement.
 *
 * <p>A task that comes before the child is ready starts its own, and the one in the making is given up for the time being.
 */
public final class SpareChild implements ChildrenAhead {
    private static final System.Logger LOGGER = System.getLogger(SpareChild.class.getName());

    /** After a task others follow, such as the measurement of what it made; those are not to wait for a rehearsal. */
    private static final Duration IDLE = Duration.ofSeconds(1);

    private final EngineProgram program;
    private final Path workRoot;
    private final MachineLock machine;
    private final EngineLimits limits;
    private final Thread keeper =
            Thread.ofPlatform().daemon().name("engine-spare").unstarted(this::keep);
    private CancelToken making = new CancelToken();
    private Optional<EngineChild> ready = Optional.empty();
    private long idleSince = System.nanoTime();
    private int tasks;
    private boolean failed;
    private boolean closed;

    private SpareChild(EngineProgram program, Path workRoot, MachineLock machine, EngineLimits limits) {
        this.program = requireNonNull(program, "program is null");
        this.workRoot = requireNonNull(workRoot, "workRoot is null");
        this.machine = requireNonNull(machine, "machine is null");
        this.limits = requireNonNull(limits, "limits is null");
    }

    /**
     * @param workRoot directory in which the child has its work directory
     * @param limits a task that allows another amount of memory does not get the child
     */
    public static SpareChild keep(EngineProgram program, Path workRoot, MachineLock machine, EngineLimits limits) {
        var spare = new SpareChild(program, workRoot, machine, limits);
        spare.keeper.start();
        return spare;
    }

    @Override
    public synchronized Optional<EngineChild> taskBegins(EngineCall call) {
        tasks++;
        making.cancel();
        if (call.limits().memoryBytes() != limits.memoryBytes()) {
            return Optional.empty();
        }
        Optional<EngineChild> taken = ready;
        ready = Optional.empty();
        if (taken.isPresent() && !taken.get().workFor(call)) {
            LOGGER.log(WARNING, "the spare engine had ended before there was anything to do for it");
            taken.get().close();
            return Optional.empty();
        }
        return taken;
    }

    @Override
    public synchronized void taskEnded() {
        tasks--;
        failed = false;
        idleSince = System.nanoTime();
        notifyAll();
    }

    /** Whether the next task would get it. */
    public synchronized boolean isReady() {
        return ready.isPresent();
    }

    /** Stops the child, and makes no more. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            making.cancel();
            notifyAll();
        }
        try {
            keeper.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            ready.ifPresent(EngineChild::close);
            ready = Optional.empty();
        }
    }

    private void keep() {
        try {
            for (Optional<CancelToken> wanted = awaitNeed(); wanted.isPresent(); wanted = awaitNeed()) {
                offer(rehearsed(wanted.get()), wanted.get());
            }
        } catch (InterruptedException e) {
            // Nobody interrupts it but a JVM that ends.
        }
    }

    /** Blocks until a child is to be made; what cancels the making, or empty when there will be none. */
    private synchronized Optional<CancelToken> awaitNeed() throws InterruptedException {
        while (!closed) {
            long idle = (System.nanoTime() - idleSince) / 1_000_000;
            boolean needed = tasks == 0 && ready.isEmpty() && !failed;
            if (needed && idle >= IDLE.toMillis()) {
                making = new CancelToken();
                return Optional.of(making);
            }
            wait(needed ? IDLE.toMillis() - idle : 0);
        }
        return Optional.empty();
    }

    private synchronized void offer(Optional<EngineChild> child, CancelToken cancel) {
        if (cancel.isCancelled()) {
            child.ifPresent(EngineChild::close);
            return;
        }
        ready = child;
        // Given up until a task has shown whether the engine works at all.
        failed = child.isEmpty();
    }

    private Optional<EngineChild> rehearsed(CancelToken cancel) {
        EngineCall call = new EngineCall(limits, ProgressListener.none(), cancel);
        try (MachineLock.Hold hold = machine.share("warms up an engine", call)) {
            return Optional.of(EngineChild.rehearsed(program, workRoot, call, false));
        } catch (CancellationException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            LOGGER.log(WARNING, "no spare engine is kept: {0}", e.getMessage());
            return Optional.empty();
        }
    }
}
