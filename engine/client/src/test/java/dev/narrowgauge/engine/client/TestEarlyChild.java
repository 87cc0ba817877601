package dev.narrowgauge.engine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.narrowgauge.engine.client.EngineOutcome.Finished;
import dev.narrowgauge.engine.client.EngineOutcome.TimedOut;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.InspectModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A child that was started before its task was known serves one task, or is stopped, and its work directory is gone. */
@Timeout(300)
final class TestEarlyChild {
    private static final EngineProgram PROGRAM =
            new EngineProgram(System.getProperty("java.class.path"), FakeEngine.class.getName(), Optional.empty());
    private static final EngineLimits LIMITS = new EngineLimits(192L << 20, Duration.ofMinutes(5), 1);

    @TempDir
    private Path root;

    @AfterEach
    void nothingIsLeft() throws IOException {
        assertThat(ProcessHandle.current().children()).isEmpty();
        try (Stream<Path> left = Files.list(Files.createDirectories(root.resolve("work")))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void servesTheFirstTaskWithItsLimits() {
        try (EarlyChild early = early(PROGRAM, root.resolve("work"))) {
            EngineLimits second = LIMITS.withDeadline(Duration.ofSeconds(1));
            assertThat(run("hang", second, early)).isEqualTo(new TimedOut(second.deadline()));
            assertThat(run("answer", LIMITS, early)).isInstanceOf(Finished.class);
        }
    }

    @Test
    void isTheProcessThatAnswers() {
        try (EarlyChild early = early(PROGRAM, root.resolve("work"))) {
            long waiting = onlyChild().pid();
            Finished finished = (Finished) run("answer", LIMITS, early);
            assertThat(finished.started().getPid()).isEqualTo(waiting);
        }
    }

    @Test
    void tasksOfOtherMemoryStartTheirOwn() {
        try (EarlyChild early = early(PROGRAM, root.resolve("work"))) {
            assertThat(run("answer", LIMITS.withMemoryBytes(256L << 20), early)).isInstanceOf(Finished.class);
        }
    }

    @Test
    void taskStartsItsOwnWhereItHasEnded() {
        try (EarlyChild early = early(PROGRAM, root.resolve("work"))) {
            ProcessHandle child = onlyChild();
            child.destroyForcibly();
            child.onExit().join();
            assertThat(run("answer", LIMITS, early)).isInstanceOf(Finished.class);
        }
    }

    @Test
    void isStoppedWhereNoTaskComes() {
        early(PROGRAM, root.resolve("work")).close();
    }

    /** The task tells what is wrong, not the start that nobody asked for. */
    @Test
    void whatHindersItIsToldByTheTask() throws IOException {
        Path file = Files.createFile(root.resolve("file"));
        try (EarlyChild early = early(PROGRAM, file)) {
            Engine engine = new Engine(PROGRAM, file, MachineLock.in(root.resolve("lock"))).with(early);
            assertThatThrownBy(() -> engine.inspectModel(InspectModel.getDefaultInstance(), EngineCall.plain()))
                    .hasMessageContaining("no work directory can be created");
        }
    }

    @Test
    void thereIsNoneBesideAMeasurement() {
        MachineLock machine = MachineLock.in(root.resolve("lock"));
        EarlyChild early;
        try (MachineLock.Hold alone = machine.alone("measures", EngineCall.plain())) {
            early = early(PROGRAM, root.resolve("work"));
            early.close();
        }
        assertThat(root.resolve("work")).doesNotExist();
        assertThat(run("answer", LIMITS, early)).isInstanceOf(Finished.class);
    }

    private EarlyChild early(EngineProgram program, Path workRoot) {
        return EarlyChild.start(program, workRoot, MachineLock.in(root.resolve("lock")), LIMITS);
    }

    private static ProcessHandle onlyChild() {
        Optional<ProcessHandle> child = Optional.empty();
        while (child.isEmpty()) {
            child = ProcessHandle.current().children().findAny();
        }
        return child.get();
    }

    private EngineOutcome run(String behaviour, EngineLimits limits, EarlyChild early) {
        EngineRequest.Builder request = EngineRequest.newBuilder()
                .setInspectModel(InspectModel.newBuilder().setModelPath(behaviour));
        return new Engine(PROGRAM, root.resolve("work"), MachineLock.in(root.resolve("lock")))
                .with(early)
                .run(request, new EngineCall(limits, ProgressListener.none(), new CancelToken()));
    }
}
