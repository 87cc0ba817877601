package dev.narrowgauge.engine.client;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One engine child that starts, and loads what every task needs, while its caller still finds out what the task is. There is
 * none where somebody measures or waits to.
 */
public final class EarlyChild implements ChildrenAhead {
    private final EngineLimits limits;
    private final FutureTask<Optional<EngineChild>> start;
    private final AtomicBoolean taken = new AtomicBoolean();

    private EarlyChild(EngineProgram program, Path workRoot, MachineLock machine, EngineLimits limits) {
        this.limits = requireNonNull(limits, "limits is null");
        this.start = new FutureTask<>(() -> started(program, workRoot, machine, limits));
    }

    /**
     * @param workRoot directory in which the child has its work directory
     * @param limits a task that allows another amount of memory does not get the child
     */
    public static EarlyChild start(EngineProgram program, Path workRoot, MachineLock machine, EngineLimits limits) {
        var early = new EarlyChild(program, workRoot, machine, limits);
        Thread.ofPlatform().daemon().name("engine-early").start(early.start);
        return early;
    }

    private static Optional<EngineChild> started(
            EngineProgram program, Path workRoot, MachineLock machine, EngineLimits limits) {
        Optional<MachineLock.Hold> share = machine.tryShare("starts an engine");
        if (share.isEmpty()) {
            return Optional.empty();
        }
        try (MachineLock.Hold hold = share.get()) {
            EngineCall call = new EngineCall(limits, ProgressListener.none(), new CancelToken());
            return Optional.of(EngineChild.rehearsed(program, workRoot, call, true));
        }
    }

    @Override
    public Optional<EngineChild> taskBegins(EngineCall call) {
        Optional<EngineChild> child = taken();
        boolean fits = call.limits().memoryBytes() == limits.memoryBytes();
        if (child.isEmpty() || fits && child.get().workFor(call)) {
            return child;
        }
        child.get().close();
        return Optional.empty();
    }

    @Override
    public void taskEnded() {}

    @Override
    public void close() {
        taken().ifPresent(EngineChild::close);
    }

    private Optional<EngineChild> taken() {
        if (taken.getAndSet(true)) {
            return Optional.empty();
        }
        try {
            return start.get();
        } catch (ExecutionException e) {
            // What hinders it hinders the task's own child, too, and is told there.
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
