package dev.narrowgauge.engine.client;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.proto.engine.Rehearse;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

/** One engine child that starts, and loads what every task needs, while its caller still finds out what the task is. */
public final class EarlyChild implements ChildrenAhead {
    private final EngineLimits limits;
    private final FutureTask<EngineChild> start;
    private final AtomicBoolean taken = new AtomicBoolean();

    private EarlyChild(EngineProgram program, Path workRoot, EngineLimits limits) {
        this.limits = requireNonNull(limits, "limits is null");
        this.start = new FutureTask<>(() -> started(program, workRoot, limits));
    }

    /**
     * @param workRoot directory in which the child has its work directory
     * @param limits a task that allows another amount of memory does not get the child
     */
    public static EarlyChild start(EngineProgram program, Path workRoot, EngineLimits limits) {
        var early = new EarlyChild(program, workRoot, limits);
        Thread.ofPlatform().daemon().name("engine-early").start(early.start);
        return early;
    }

    private static EngineChild started(EngineProgram program, Path workRoot, EngineLimits limits) {
        EngineCall call = new EngineCall(limits, ProgressListener.none(), new CancelToken());
        EngineChild child = EngineChild.start(program, workRoot, call);
        child.rehearse(Rehearse.newBuilder().setBrief(true), limits.threads());
        return child;
    }

    @Override
    public Optional<EngineChild> taskBegins(EngineCall call) {
        Optional<EngineChild> child = taken();
        if (child.isEmpty()) {
            return child;
        }
        boolean fits = call.limits().memoryBytes() == limits.memoryBytes();
        // It may have waited for the machine for longer than any child may live.
        if (!fits || !child.get().process().isAlive()) {
            child.get().close();
            return Optional.empty();
        }
        child.get().process().workFor(call);
        return child;
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
            return Optional.of(start.get());
        } catch (ExecutionException e) {
            // What hinders it hinders the task's own child, too, and is told there.
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
