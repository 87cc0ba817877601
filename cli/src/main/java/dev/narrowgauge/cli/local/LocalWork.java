package dev.narrowgauge.cli.local;

import dev.narrowgauge.cli.output.ProgressView;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.client.CancelToken;
import dev.narrowgauge.engine.client.EngineCall;
import dev.narrowgauge.engine.client.EngineLimits;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** Options that all local commands have, and what they have in common: progress on stderr, a clean end on Ctrl-C. */
final class LocalWork {
    private static final int SECONDS_TO_CLEAN_UP = 5;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads of ONNX Runtime; 0, the default, takes the physical cores.")
    private int threads;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "3600",
            description = "Stop when it takes longer; one hour by default.")
    private long timeoutSeconds;

    @Option(
            names = "--memory",
            paramLabel = "MIB",
            description = "Stop when it needs more memory; three quarters of the machine's by default.")
    private Long memoryMebibytes;

    <T> T run(PrintWriter error, Function<EngineCall, T> work) {
        CancelToken cancel = new CancelToken();
        CountDownLatch finished = new CountDownLatch(1);
        Thread onInterrupt = Thread.ofPlatform().unstarted(() -> cancelAndAwait(cancel, finished));
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        try (ProgressView progress = ProgressView.on(error)) {
            return work.apply(new EngineCall(limits(), progress::show, cancel));
        } finally {
            finished.countDown();
            forget(onInterrupt);
        }
    }

    private EngineLimits limits() {
        EngineLimits machine = EngineLimits.ofThisMachine();
        try {
            return new EngineLimits(
                    memoryMebibytes == null ? machine.memoryBytes() : Math.multiplyExact(memoryMebibytes, 1L << 20),
                    Duration.ofSeconds(timeoutSeconds),
                    threads);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new NarrowgaugeException(ErrorCode.REQUEST_INVALID, "impossible limits: " + e.getMessage(), e);
        }
    }

    /** The process ends when its hooks have: until then the engine child and its files are cleaned away. */
    private static void cancelAndAwait(CancelToken cancel, CountDownLatch finished) {
        cancel.cancel();
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
