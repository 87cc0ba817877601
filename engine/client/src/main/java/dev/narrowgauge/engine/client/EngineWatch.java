package dev.narrowgauge.engine.client;

import java.time.Duration;
import java.util.Optional;

/** Stops an engine child at its deadline, at its memory limit, when it falls silent or its caller cancels; until it is closed. */
final class EngineWatch implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofMillis(100);
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** Why a child was stopped. */
    enum Stop {
        CANCELLED,
        TIMED_OUT,
        OVER_MEMORY,
        SILENT,
        HELD
    }

    private final Process process;
    private final EngineLimits limits;
    private final CancelToken cancel;
    private final Silence silence;
    private final Thread thread;
    private final long begun = System.nanoTime();
    private volatile Stop stop;
    private volatile long peakBytes;

    private EngineWatch(Process process, EngineLimits limits, CancelToken cancel, Silence silence) {
        this.process = process;
        this.limits = limits;
        this.cancel = cancel;
        this.silence = silence;
        // A platform thread: what it waits for would pin the carrier of a virtual one for the whole life of the child.
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("engine-watch-" + process.pid())
                .unstarted(this::watch);
    }

    static EngineWatch start(Process process, EngineCall call, Silence silence) {
        var watch = new EngineWatch(process, call.limits(), call.cancel(), silence);
        watch.thread.start();
        return watch;
    }

    /** Why it stopped the child; empty where it did not. */
    Optional<Stop> stop() {
        return Optional.ofNullable(stop);
    }

    EngineLimits limits() {
        return limits;
    }

    /** The most memory that it has seen the child hold, in bytes; 0 where it has not looked yet. */
    long peakBytes() {
        return peakBytes;
    }

    boolean isCancelled() {
        return cancel.isCancelled();
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** Lets the child be. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(GRACE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        try {
            while (!process.waitFor(PERIOD)) {
                Optional<Stop> reason = reasonToStop();
                if (reason.isPresent()) {
                    stop = reason.get();
                    terminate(reason.get());
                    return;
                }
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private Optional<Stop> reasonToStop() {
        if (cancel.isCancelled()) {
            return Optional.of(Stop.CANCELLED);
        }
        if (elapsed().compareTo(limits.deadline()) > 0) {
            return Optional.of(Stop.TIMED_OUT);
        }
        long bytes = ResidentMemory.ofProcess(process.pid());
        peakBytes = Math.max(peakBytes, bytes);
        if (bytes > limits.memoryBytes()) {
            return Optional.of(Stop.OVER_MEMORY);
        }
        if (silence.look().compareTo(limits.silence()) > 0) {
            return Optional.of(silence.isHeld() ? Stop.HELD : Stop.SILENT);
        }
        return Optional.empty();
    }

    /** Asks first, except a child that eats memory, which would take the machine down meanwhile, or that hears nothing. */
    private void terminate(Stop reason) throws InterruptedException {
        if (reason == Stop.CANCELLED || reason == Stop.TIMED_OUT) {
            // Through the handle: destroying through Process would also close the pipes under their readers.
            process.toHandle().destroy();
            if (process.waitFor(GRACE)) {
                return;
            }
        }
        process.toHandle().destroyForcibly();
    }
}
