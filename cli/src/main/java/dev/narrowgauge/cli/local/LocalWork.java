package dev.narrowgauge.cli.local;

import dev.narrowgauge.cli.output.ProgressView;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.client.CancelToken;
import dev.narrowgauge.engine.client.EngineCall;
import dev.narrowgauge.engine.client.EngineLimits;
import dev.narrowgauge.engine.client.Finding;
import dev.narrowgauge.engine.client.ProgressListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** Options that all local commands have, and what they have in common: progress on stderr, a clean end on Ctrl-C. */
public final class LocalWork {
    private static final int SECONDS_TO_CLEAN_UP = 5;
    private static final long MOST_SECONDS = Duration.ofDays(365).toSeconds();
    private static final long LEAST_MEBIBYTES = EngineLimits.MIN_MEMORY_BYTES >> 20;
    private static final long MOST_MEBIBYTES = Long.MAX_VALUE >> 20;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads of ONNX Runtime; 0, the default, uses one per physical core.")
    private int threads;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "3600",
            description = "Stop when it takes longer, or waits longer for the machine; one hour by default.")
    private long timeoutSeconds;

    @Option(
            names = "--memory",
            paramLabel = "MIB",
            description = "Stop when it needs more memory; three quarters of the machine's by default.")
    private Long memoryMebibytes;

    public <T> T run(PrintWriter error, Function<EngineCall, T> work) {
        return run(error, _ -> {}, work);
    }

    /** @param beforeWaiting done only where the machine is not free, and once: what is refused then is so without a wait */
    public <T> T run(PrintWriter error, Consumer<EngineCall> beforeWaiting, Function<EngineCall, T> work) {
        EngineLimits limits = limits();
        CancelToken cancel = new CancelToken();
        CountDownLatch finished = new CountDownLatch(1);
        Thread onInterrupt = Thread.ofPlatform().unstarted(() -> cancelAndAwait(cancel, finished));
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        try (ProgressView progress = ProgressView.on(error)) {
            return work.apply(
                    new EngineCall(limits, shownBy(progress, beforeWaiting(limits, cancel, beforeWaiting)), cancel));
        } finally {
            finished.countDown();
            forget(onInterrupt);
        }
    }

    private static Runnable beforeWaiting(EngineLimits limits, CancelToken cancel, Consumer<EngineCall> look) {
        return () -> look.accept(new EngineCall(limits, ProgressListener.none(), cancel));
    }

    private static ProgressListener shownBy(ProgressView view, Runnable beforeWaiting) {
        return new ProgressListener() {
            private boolean looked;

            @Override
            public void progress(String stage, long done, long total) {
                if (stage.equals(WAIT) && !looked) {
                    looked = true;
                    beforeWaiting.run();
                }
                view.show(stage, done, total);
            }

            @Override
            public void waitsFor(String what) {
                view.waitsFor(what);
            }

            @Override
            public void found(String stage, long done, long total, Finding finding) {
                view.show(stage, done, total, finding.text());
            }
        };
    }

    private EngineLimits limits() {
        require(threads >= 0, "--threads is %d; give the number of threads, or 0 for the physical cores", threads);
        require(
                timeoutSeconds > 0 && timeoutSeconds <= MOST_SECONDS,
                "--timeout is %d; give seconds, from 1 to " + MOST_SECONDS,
                timeoutSeconds);
        EngineLimits machine = EngineLimits.ofThisMachine()
                .withDeadline(Duration.ofSeconds(timeoutSeconds))
                .withThreads(threads);
        if (memoryMebibytes == null) {
            return machine;
        }
        require(
                memoryMebibytes >= LEAST_MEBIBYTES && memoryMebibytes <= MOST_MEBIBYTES,
                "--memory is %d MiB; an engine needs at least " + LEAST_MEBIBYTES + " MiB",
                memoryMebibytes);
        return machine.withMemoryBytes(memoryMebibytes << 20);
    }

    private static void require(boolean right, String otherwise, long value) {
        if (!right) {
            throw new NarrowgaugeException(ErrorCode.REQUEST_INVALID, otherwise.formatted(value));
        }
    }

    /** The process ends when its hooks have: until then the engine child and its files are cleaned away. */
    private static void cancelAndAwait(CancelToken cancel, CountDownLatch finished) {
        cancel.cancel();
        System.err.println("stopping; no result is written");
        try {
            boolean clean = finished.await(SECONDS_TO_CLEAN_UP, TimeUnit.SECONDS);
            if (!clean) {
                System.err.println("the engine did not stop in time; its work directory may be left");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending, and the hook is what ends it.
        }
    }
}
