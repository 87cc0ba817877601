package dev.narrowgauge.engine.client;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.engine.client.EngineOutcome.Cancelled;
import dev.narrowgauge.engine.client.EngineOutcome.Crashed;
import dev.narrowgauge.engine.client.EngineOutcome.Finished;
import dev.narrowgauge.engine.client.EngineOutcome.TimedOut;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.InspectModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A child that waits for its task serves one like any other, whatever happens to it meanwhile, and is never used twice. */
@Timeout(300)
final class TestSpareChild {
    private static final EngineProgram PROGRAM =
            new EngineProgram(System.getProperty("java.class.path"), FakeEngine.class.getName(), Optional.empty());
    private static final EngineLimits LIMITS = new EngineLimits(192L << 20, Duration.ofMinutes(5), 1);

    @TempDir
    private Path root;

    private MachineLock machine;
    private SpareChild spare;

    @BeforeEach
    void keep() {
        machine = MachineLock.in(root.resolve("lock"));
        spare = SpareChild.keep(PROGRAM, root.resolve("work"), machine, LIMITS);
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        spare.close();
        assertThat(ProcessHandle.current().children()).isEmpty();
        try (Stream<Path> left = Files.list(root.resolve("work"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void servesOneTaskAndIsReplaced() {
        await(spare::isReady);
        long waiting = onlyChild().pid();
        assertThat(pidThatAnswers(LIMITS)).isEqualTo(waiting);
        assertThat(ProcessHandle.of(waiting)).isEmpty();
        await(spare::isReady);
        long next = onlyChild().pid();
        assertThat(next).isNotEqualTo(waiting);
        assertThat(pidThatAnswers(LIMITS)).isEqualTo(next);
    }

    @Test
    void isNotGivenToTasksOfOtherMemory() {
        await(spare::isReady);
        long waiting = onlyChild().pid();
        assertThat(pidThatAnswers(LIMITS.withMemoryBytes(256L << 20))).isNotEqualTo(waiting);
        assertThat(spare.isReady()).isTrue();
    }

    @Test
    void taskStartsItsOwnWhereNoneIsReady() {
        assertThat(run("answer", LIMITS, new CancelToken())).isInstanceOf(Finished.class);
        await(spare::isReady);
        onlyChild().destroyForcibly();
        await(() -> ProcessHandle.current().children().findAny().isEmpty());
        assertThat(run("answer", LIMITS, new CancelToken())).isInstanceOf(Finished.class);
        await(spare::isReady);
    }

    @Test
    void keepsTheTaskToItsDeadlineAndItsCaller() {
        await(spare::isReady);
        EngineLimits second = LIMITS.withDeadline(Duration.ofSeconds(1));
        LockSupport.parkNanos(Duration.ofMillis(1200).toNanos());
        assertThat(run("hang", second, new CancelToken())).isEqualTo(new TimedOut(second.deadline()));
        await(spare::isReady);
        CancelToken cancel = new CancelToken();
        Thread.startVirtualThread(() -> {
            await(() -> !spare.isReady());
            cancel.cancel();
        });
        assertThat(run("hang", LIMITS, cancel)).isEqualTo(new Cancelled());
        await(spare::isReady);
        assertThat(((Crashed) run("crash", LIMITS, new CancelToken())).lastLines())
                .anyMatch(line -> line.contains("SIGSEGV"));
    }

    @Test
    void waitsWhileAMeasurementHasTheMachine() {
        spare.close();
        try (MachineLock.Hold alone = machine.alone("measures", EngineCall.plain())) {
            spare = SpareChild.keep(PROGRAM, root.resolve("work"), machine, LIMITS);
            LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
            assertThat(spare.isReady()).isFalse();
            assertThat(ProcessHandle.current().children()).isEmpty();
        }
        await(spare::isReady);
    }

    @Test
    void programThatDoesNotStartIsTriedOnceForEveryTask() throws IOException {
        spare.close();
        Files.createDirectories(root.resolve("work"));
        Path starts = root.resolve("starts");
        EngineProgram failing = new EngineProgram(
                System.getProperty("java.class.path"),
                FailingEngine.class.getName(),
                Optional.empty(),
                List.of("-Dstarts=" + starts));
        spare = SpareChild.keep(failing, root.resolve("work"), machine, LIMITS);
        await(() -> lines(starts) == 1);
        LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());
        assertThat(lines(starts)).isEqualTo(1);
        assertThatThrownBy(() -> engine(failing).inspectModel(InspectModel.getDefaultInstance(), EngineCall.plain()))
                .hasMessageContaining("could not be started");
        await(() -> lines(starts) == 3);
        LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());
        assertThat(lines(starts)).isEqualTo(3);
        assertThat(spare.isReady()).isFalse();
    }

    /** Notes that it was started, and ends. */
    static final class FailingEngine {
        private FailingEngine() {}

        public static void main(String[] arguments) throws IOException {
            Files.writeString(Path.of(System.getProperty("starts")), "started\n", CREATE, APPEND);
            System.exit(1);
        }
    }

    private static long lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file).size() : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long pidThatAnswers(EngineLimits limits) {
        return ((Finished) run("answer", limits, new CancelToken())).started().getPid();
    }

    private EngineOutcome run(String behaviour, EngineLimits limits, CancelToken cancel) {
        EngineRequest.Builder request = EngineRequest.newBuilder()
                .setInspectModel(InspectModel.newBuilder().setModelPath(behaviour));
        return engine(PROGRAM).run(request, new EngineCall(limits, ProgressListener.none(), cancel));
    }

    private Engine engine(EngineProgram program) {
        return new Engine(program, root.resolve("work"), machine).with(spare);
    }

    private static ProcessHandle onlyChild() {
        return ProcessHandle.current().children().findFirst().orElseThrow();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for two minutes").isLessThan(end);
            LockSupport.parkNanos(5_000_000);
        }
    }
}
