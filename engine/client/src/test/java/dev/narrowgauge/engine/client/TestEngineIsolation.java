package dev.narrowgauge.engine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.engine.client.EngineOutcome.Cancelled;
import dev.narrowgauge.engine.client.EngineOutcome.Crashed;
import dev.narrowgauge.engine.client.EngineOutcome.Failed;
import dev.narrowgauge.engine.client.EngineOutcome.Finished;
import dev.narrowgauge.engine.client.EngineOutcome.OutOfMemory;
import dev.narrowgauge.engine.client.EngineOutcome.Silent;
import dev.narrowgauge.engine.client.EngineOutcome.TimedOut;
import dev.narrowgauge.engine.client.EngineOutcome.Unfinished;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.EngineRequest.TaskCase;
import dev.narrowgauge.proto.engine.InspectModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a child does, its caller gets the right outcome in time, and nothing of the child is left. */
@Timeout(600)
final class TestEngineIsolation {
    private static final EngineProgram PROGRAM =
            new EngineProgram(System.getProperty("java.class.path"), FakeEngine.class.getName(), Optional.empty());
    private static final EngineLimits LIMITS = new EngineLimits(192L << 20, Duration.ofMinutes(5), 1);

    /** The last four are the shell's own. */
    private static final Set<String> EXPECTED_ENVIRONMENT = Set.of(
            "PATH",
            "HOME",
            "USER",
            "LANG",
            "LANGUAGE",
            "TZ",
            "TMPDIR",
            "LD_LIBRARY_PATH",
            "PWD",
            "OLDPWD",
            "SHLVL",
            "_");

    @TempDir
    private Path work;

    private final List<String> progress = new ArrayList<>();
    private final CancelToken cancel = new CancelToken();
    private long openFilesBefore;

    @BeforeEach
    void countOpenFiles() throws IOException {
        run("answer", LIMITS);
        progress.clear();
        openFilesBefore = openFiles();
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        assertThat(ProcessHandle.current().children()).isEmpty();
        assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
                .noneMatch(name -> name.startsWith("engine-"));
        assertThat(openFiles()).isEqualTo(openFilesBefore);
    }

    @Test
    void answers() {
        EngineOutcome outcome = run("answer", LIMITS);
        assertThat(outcome).isInstanceOf(Finished.class);
        Finished finished = (Finished) outcome;
        assertThat(finished.result().getModel().getOpset()).isEqualTo(17);
        assertThat(finished.started().getRuntimeVersion()).isEqualTo("fake");
        assertThat(progress).containsExactly("load 1/3", "load 2/3", "load 3/3");
    }

    /** As an engine does that was upgraded under a service which still runs. */
    @Test
    void passesOverEventsThatAreNotKnown() {
        assertThat(run("say what is not known and answer", LIMITS)).isInstanceOf(Finished.class);
    }

    @Test
    void reportsFailure() {
        assertThat(run("fail", LIMITS)).isEqualTo(new Failed(ErrorCode.MODEL_INVALID, "the sentence"));
        assertThat(run("fail with an unknown code", LIMITS))
                .isEqualTo(new Failed(ErrorCode.INTERNAL_ERROR, "the sentence"));
    }

    @Test
    void survivesNativeCrash() {
        EngineOutcome outcome = run("crash", LIMITS);
        assertThat(outcome).isInstanceOf(Crashed.class);
        assertThat(((Crashed) outcome).exitCode()).isEqualTo(134);
        assertThat(((Crashed) outcome).lastLines()).anyMatch(line -> line.contains("SIGSEGV"));
        assertFailsWith(outcome, ErrorCode.ENGINE_CRASHED, "crashed with signal 11 (SIGSEGV) in native code");
    }

    /** The JVM reports what killed it and aborts: that is no abort of the code that it ran. */
    @Test
    void namesTheSignalOfTheFault() {
        Crashed divided = new Crashed(
                134,
                false,
                List.of(
                        "# A fatal error has been detected by the Java Runtime Environment:",
                        "#",
                        "#  SIGFPE (0x8) at pc=0x00007f0fa96fbfa4, pid=7, tid=8",
                        "# Problematic frame:",
                        "# C  [libonnxruntime.so+0x6fbfa4]"));
        assertThat(divided.toException())
                .hasMessage(
                        "the engine crashed with signal 8 (SIGFPE) in native code: C  [libonnxruntime.so+0x6fbfa4]");
        assertThat(new Crashed(134, false, List.of()).toException())
                .hasMessage("the engine crashed with signal 6 (exit code 134)");
    }

    @Test
    void programThatDoesNotStartIsNoCrash() {
        EngineProgram absent = new EngineProgram("nowhere", "Absent", Optional.empty());
        EngineOutcome outcome =
                engine(absent).run(request("answer"), new EngineCall(LIMITS, ProgressListener.none(), cancel));
        assertFailsWith(outcome, ErrorCode.ENGINE_UNAVAILABLE, "could not be started", "Absent");
    }

    @Test
    void survivesKill() {
        EngineOutcome outcome = run("kill itself", LIMITS);
        assertThat(outcome).isInstanceOf(Crashed.class);
        assertThat(((Crashed) outcome).exitCode()).isEqualTo(137);
    }

    @Test
    void survivesException() {
        EngineOutcome outcome = run("throw", LIMITS);
        assertThat(((Crashed) outcome).exitCode()).isEqualTo(1);
        assertThat(((Crashed) outcome).lastLines()).anyMatch(line -> line.contains("thrown by the fake"));
    }

    @Test
    void limitsHeap() {
        EngineOutcome outcome = run("run out of heap", LIMITS);
        assertThat(outcome).isEqualTo(new OutOfMemory(LIMITS.memoryBytes()));
        assertFailsWith(outcome, ErrorCode.ENGINE_OUT_OF_MEMORY, "192 MiB");
    }

    @Test
    void limitsNativeMemory() {
        assertThat(run("eat native memory", LIMITS)).isEqualTo(new OutOfMemory(LIMITS.memoryBytes()));
        assertThat(run("run out of native memory cleanly", LIMITS)).isEqualTo(new OutOfMemory(LIMITS.memoryBytes()));
    }

    @Test
    void stopsAtDeadline() {
        EngineLimits limits = LIMITS.withDeadline(Duration.ofSeconds(1));
        EngineOutcome outcome = run("hang", limits);
        assertThat(outcome).isEqualTo(new TimedOut(Duration.ofSeconds(1)));
        assertFailsWith(outcome, ErrorCode.ENGINE_TIMED_OUT, "1.0 s");
    }

    @Test
    void killsChildThatIgnoresStop() {
        EngineLimits limits = LIMITS.withDeadline(Duration.ofSeconds(1));
        assertThat(run("hang and ignore a polite stop", limits)).isEqualTo(new TimedOut(Duration.ofSeconds(1)));
    }

    /** Its deadline may be an hour away. */
    @Test
    void endsChildThatWasStopped() {
        EngineLimits limits = LIMITS.withSilence(Duration.ofSeconds(1));
        EngineOutcome outcome = run("hang and ignore a polite stop", limits);
        assertThat(outcome).isEqualTo(new Silent(Duration.ofSeconds(1), true));
        assertFailsWith(outcome, ErrorCode.ENGINE_UNAVAILABLE, "did nothing for 1 s");
    }

    /** What a model does to its engine is no fault of the machine. */
    @Test
    void childWhoseThreadsWaitForEachOtherIsNoFaultOfTheMachine() {
        assertFailsWith(new Silent(Duration.ofMinutes(1), false), ErrorCode.ENGINE_TIMED_OUT, "did nothing for 60 s");
    }

    /** A service has its passwords there. */
    @Test
    void childLearnsLittleOfTheEnvironment() {
        Failed told = (Failed) run("tell the environment", LIMITS);
        assertThat(told.toException().getMessage().split(" "))
                .contains("PATH")
                .allMatch(name -> name.startsWith("LC_") || EXPECTED_ENVIRONMENT.contains(name));
    }

    @Test
    void cancels() throws InterruptedException {
        Thread canceller = Thread.startVirtualThread(() -> {
            await(() -> ProcessHandle.current().children().findAny().isPresent());
            cancel.cancel();
        });
        EngineOutcome outcome = run("hang", LIMITS);
        canceller.join();
        assertThat(outcome).isEqualTo(new Cancelled());
        assertThat(((Unfinished) outcome).toException()).isInstanceOf(CancellationException.class);
        assertThat(run("answer", LIMITS)).isEqualTo(new Cancelled());
    }

    @Test
    void keepsEndOfFloodedErrors() {
        assertThat(run("flood stderr and answer", LIMITS)).isInstanceOf(Finished.class);
    }

    @Test
    void takesGarbageForCrash() {
        EngineOutcome outcome = run("write garbage and hang", LIMITS);
        assertThat(outcome).isInstanceOf(Crashed.class);
        assertFailsWith(outcome, ErrorCode.ENGINE_CRASHED, "not an engine event");
    }

    @Test
    void takesSilentExitForCrash() {
        EngineOutcome outcome = run("exit without a result", LIMITS);
        assertThat(outcome).isEqualTo(new Crashed(0, false, List.of("good bye")));
        assertFailsWith(outcome, ErrorCode.ENGINE_CRASHED, "good bye");
    }

    @Test
    void stopsChildWhenListenerThrows() {
        EngineCall call = new EngineCall(
                LIMITS,
                (stage, done, total) -> {
                    throw new IllegalStateException("from the listener");
                },
                cancel);
        assertThatIllegalStateException()
                .isThrownBy(() -> engine(PROGRAM).run(request("answer"), call))
                .withMessage("from the listener");
    }

    @Test
    void deletesWorkDirectory() throws IOException {
        Engine engine = new Engine(PROGRAM, work.resolve("root"), MachineLock.in(work.resolve("lock")));
        EngineCall call = new EngineCall(LIMITS, ProgressListener.none(), cancel);
        EngineAnswer<?> answer = engine.inspectModel(
                InspectModel.newBuilder().setModelPath("answer").build(), call);
        assertThat(answer.peakResidentBytes()).isEqualTo(7);
        assertThat(answer.runtimeVersion()).isEqualTo("fake");
        try (Stream<Path> left = Files.list(work.resolve("root"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void tellsHowEachChildEnded() {
        List<ChildEnd> ends = new ArrayList<>();
        Engine engine = engine(PROGRAM).heardBy(ends::add);
        EngineCall call = new EngineCall(LIMITS, ProgressListener.none(), cancel);
        for (String behaviour : List.of("answer", "fail", "crash", "eat native memory")) {
            engine.run(request(behaviour), call);
        }
        assertThat(ends)
                .extracting(ChildEnd::outcome)
                .containsExactly(
                        ChildEnd.Outcome.FINISHED,
                        ChildEnd.Outcome.FAILED,
                        ChildEnd.Outcome.CRASHED,
                        ChildEnd.Outcome.OUT_OF_MEMORY);
        assertThat(ends).extracting(ChildEnd::task).containsOnly(TaskCase.INSPECT_MODEL);
        assertThat(ends).allMatch(end -> end.elapsed().isPositive());
        assertThat(ends.getLast().peakBytes()).as("what it was stopped for").isGreaterThan(LIMITS.memoryBytes());
    }

    private EngineOutcome run(String behaviour, EngineLimits limits) {
        ProgressListener listener = (stage, done, total) -> progress.add(stage + " " + done + "/" + total);
        return engine(PROGRAM).run(request(behaviour), new EngineCall(limits, listener, cancel));
    }

    private Engine engine(EngineProgram program) {
        return new Engine(program, work, MachineLock.in(work.resolve("lock")));
    }

    private static EngineRequest.Builder request(String behaviour) {
        return EngineRequest.newBuilder()
                .setInspectModel(InspectModel.newBuilder().setModelPath(behaviour));
    }

    private static void assertFailsWith(EngineOutcome outcome, ErrorCode code, String... parts) {
        RuntimeException failure = ((Unfinished) outcome).toException();
        assertThat(failure).isInstanceOf(NarrowgaugeException.class).hasMessageContainingAll(parts);
        assertThat(((NarrowgaugeException) failure).code()).isEqualTo(code);
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    /** Sockets and jars opened by class loading come and go; what a leaked child leaves is a pipe. */
    private static long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.filter(TestEngineIsolation::isPipe).count();
        }
    }

    private static boolean isPipe(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("pipe:");
        } catch (IOException e) {
            return false;
        }
    }
}
