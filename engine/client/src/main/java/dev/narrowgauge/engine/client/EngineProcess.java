package dev.narrowgauge.engine.client;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.google.protobuf.MessageLite;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.HostFault;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.process.ChildEnvironment;
import dev.narrowgauge.engine.client.EngineOutcome.Cancelled;
import dev.narrowgauge.engine.client.EngineOutcome.Crashed;
import dev.narrowgauge.engine.client.EngineOutcome.OutOfMemory;
import dev.narrowgauge.engine.client.EngineOutcome.Silent;
import dev.narrowgauge.engine.client.EngineOutcome.TimedOut;
import dev.narrowgauge.engine.client.EngineOutcome.Unfinished;
import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest.TaskCase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One running engine child. A thread keeps the end of its standard error, and another watches it while it has a caller.
 * Closing it leaves no process, thread or open file behind.
 */
final class EngineProcess implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration GRACE_AFTER_GARBAGE = Duration.ofMillis(500);
    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final int HEAP_EXHAUSTED_STATUS = 3;

    private final Process process;
    private final Path workDirectory;
    private final EventReader events;
    private final Silence silence;
    private final LastLines errors = new LastLines();
    private final Thread errorReader;
    private volatile EngineWatch watch;

    private EngineProcess(Process process, Path workDirectory, EngineCall call) {
        this.process = process;
        this.workDirectory = workDirectory;
        this.events = new EventReader(process.getInputStream());
        // A platform thread: a read of a pipe would pin the carrier of a virtual one for the whole life of the child.
        this.errorReader = Thread.ofPlatform()
                .daemon()
                .name("engine-stderr-" + process.pid())
                .unstarted(this::drainErrors);
        this.silence = new Silence(process.pid());
        this.watch = EngineWatch.start(process, call, silence);
    }

    static EngineProcess start(EngineProgram program, Path workDirectory, EngineCall call) {
        return start(program, workDirectory, Map.of(), call);
    }

    /** @param environment what the child's has beside what it is told of this process's own */
    static EngineProcess start(
            EngineProgram program, Path workDirectory, Map<String, String> environment, EngineCall call) {
        ProcessBuilder builder = ChildEnvironment.process(EngineCommandLine.of(program, call.limits(), workDirectory));
        builder.directory(workDirectory.toFile());
        builder.environment().putAll(environment);
        Process process = started(builder);
        try {
            EngineProcess child = new EngineProcess(process, workDirectory, call);
            child.errorReader.start();
            return child;
        } catch (OutOfMemoryError refused) {
            // A thread that this system refuses us: nobody would watch the child.
            process.destroyForcibly();
            throw refused;
        }
    }

    private static Process started(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new NarrowgaugeException(
                    HostFault.behind(e).orElse(ErrorCode.ENGINE_UNAVAILABLE),
                    "the engine could not be started: " + e.getMessage(),
                    e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Leaves it to wait, unwatched, for its next caller. */
    void rest() {
        watch.close();
    }

    /** Hands it to another caller, who is allowed as much memory as the one before. */
    void workFor(EngineCall call) {
        watch.close();
        watch = EngineWatch.start(process, call, silence);
    }

    /** Writes one message; a child that is gone shows at the next {@link #receive}. */
    void send(MessageLite message) {
        try {
            message.writeDelimitedTo(process.getOutputStream());
            process.getOutputStream().flush();
        } catch (IOException e) {
            // A broken pipe: how the child ended says more than this.
        }
    }

    /** Blocks for the next event; empty when there will be none, and then {@link #ending} says why. */
    Optional<EngineEvent> receive() {
        silence.asked();
        try {
            return events.next();
        } finally {
            silence.answered();
        }
    }

    /** Why the child ended without an answer. Stops it first if it still runs. */
    Unfinished ending() {
        awaitExit(events.isBroken() ? GRACE_AFTER_GARBAGE : GRACE);
        join(errorReader, DRAIN);
        return watch.stop().map(this::stopped).orElseGet(this::endedByItself);
    }

    private Unfinished stopped(EngineWatch.Stop reason) {
        return switch (reason) {
            case CANCELLED -> new Cancelled();
            case TIMED_OUT -> new TimedOut(watch.limits().deadline());
            case OVER_MEMORY -> outOfMemory();
            case SILENT -> new Silent(watch.limits().silence(), false);
            case HELD -> new Silent(watch.limits().silence(), true);
        };
    }

    private OutOfMemory outOfMemory() {
        return new OutOfMemory(watch.limits().memoryBytes());
    }

    private Unfinished endedByItself() {
        // On Ctrl-C the terminal stops the child, too, and that may be before the watch looks.
        if (watch.isCancelled()) {
            return new Cancelled();
        }
        return process.exitValue() == HEAP_EXHAUSTED_STATUS ? outOfMemory() : crashed();
    }

    /** A dying JVM writes to standard output, too: then its report tells the story, not the broken protocol. */
    private Crashed crashed() {
        List<String> report = CrashReport.head(workDirectory);
        List<String> lastLines =
                Stream.concat(errors.lines().stream(), report.stream()).toList();
        return new Crashed(process.exitValue(), events.isBroken() && report.isEmpty(), lastLines);
    }

    /** Lets a child that has answered exit by itself. */
    void awaitExit() {
        awaitExit(GRACE);
    }

    @Override
    public void close() {
        process.toHandle().destroyForcibly();
        awaitExit(GRACE);
        watch.close();
        join(errorReader, DRAIN);
        closeQuietly(process.getOutputStream());
        closeQuietly(process.getInputStream());
        closeQuietly(process.getErrorStream());
    }

    private void awaitExit(Duration patience) {
        closeQuietly(process.getOutputStream());
        boolean interrupted = false;
        try {
            if (process.waitFor(patience)) {
                return;
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        process.toHandle().destroyForcibly();
        // A killed process is reaped at once; only one stuck in the kernel is not, and nobody can help that one.
        process.onExit()
                .completeOnTimeout(process, GRACE.toMillis(), MILLISECONDS)
                .join();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Since its caller was given it. */
    Duration elapsed() {
        return watch.elapsed();
    }

    /** What became of it, now that its caller knows. */
    ChildEnd end(TaskCase task, ChildEnd.Outcome outcome) {
        return new ChildEnd(task, outcome, watch.elapsed(), watch.peakBytes());
    }

    private void drainErrors() {
        byte[] buffer = new byte[8192];
        try (InputStream input = process.getErrorStream()) {
            for (int length = input.read(buffer); length >= 0; length = input.read(buffer)) {
                errors.add(buffer, length);
            }
        } catch (IOException e) {
            // Closed: the lines kept so far are what there is.
        }
    }

    private static void join(Thread thread, Duration patience) {
        try {
            thread.join(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(AutoCloseable stream) {
        try {
            stream.close();
        } catch (Exception e) {
            // The other end is gone; there is nothing left to flush to.
        }
    }
}
