package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.proto.engine.EngineCommand;
import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Finish;
import dev.narrowgauge.proto.engine.Measure;
import dev.narrowgauge.proto.engine.RunTurn;
import dev.narrowgauge.proto.engine.WarmUp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A child that waits for its turn leaves the processors to the one that is timed. */
@EnabledOnOs(OS.LINUX)
class TestWaitingChild {
    /** Looks in a row at which no thread may be at work: one that spins or looks again and again is seen in one of them. */
    private static final int QUIET_LOOKS = 200;

    /** The thread that has answered still runs for a moment. */
    private static final int MOST_LOOKS = 20_000;

    private static final String SLEEPING = "S";

    /**
     * @param letter as the kernel writes it
     * @param nanos that it has computed
     */
    private record ThreadState(String letter, long nanos) {}

    @Test
    void usesNoProcessorTimeAfterItsTurn() throws IOException {
        try (var child = new ChildProcess()) {
            child.send(EngineRequest.newBuilder()
                    .setThreads(2)
                    .setMeasure(Measure.newBuilder()
                            .setModelPath(Samples.model("digits-resnet").toString())
                            .setDatasetPath(Samples.calibration("digits").toString())
                            .addProcessors(0))
                    .build());
            long pid = child.next().getStarted().getPid();
            child.send(EngineCommand.newBuilder()
                    .setWarmUp(WarmUp.newBuilder().setMinRuns(10).setMaxSeconds(0.5))
                    .build());
            assertThat(child.next().getWarmedUp().getCurveMillisList()).isNotEmpty();
            child.send(EngineCommand.newBuilder()
                    .setRunTurn(RunTurn.newBuilder().setMinRuns(30).setMaxRuns(30))
                    .build());
            assertThat(child.next().hasTurn()).isTrue();
            assertThatAllLieDown(pid);
            child.send(EngineCommand.newBuilder()
                    .setFinish(Finish.getDefaultInstance())
                    .build());
            EngineEvent last = child.last();
            assertThat(last.getResult().getMeasured().getProcessorsList()).containsExactly(0);
        }
    }

    private static void assertThatAllLieDown(long pid) throws IOException {
        Map<String, ThreadState> last = threads(pid);
        assertThat(last).hasSizeGreaterThanOrEqualTo(3);
        int quiet = 0;
        for (int look = 0; quiet < QUIET_LOOKS; look++) {
            assertThat(look).as("looks, the last at %s", last).isLessThan(MOST_LOOKS);
            Map<String, ThreadState> now = threads(pid);
            boolean lying =
                    now.values().stream().allMatch(thread -> thread.letter().equals(SLEEPING));
            quiet = lying && now.equals(last) ? quiet + 1 : 0;
            last = now;
        }
    }

    /** Those with the name of the process, by their ids: the JVM names those of its own. */
    private static Map<String, ThreadState> threads(long pid) throws IOException {
        Map<String, ThreadState> found = new TreeMap<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc/%d/task".formatted(pid)))) {
            for (Path thread : threads.toList()) {
                if (Files.readString(thread.resolve("comm")).equals("java\n")) {
                    String stat = Files.readString(thread.resolve("stat"));
                    String schedstat = Files.readString(thread.resolve("schedstat"));
                    found.put(
                            thread.getFileName().toString(),
                            new ThreadState(
                                    stat.substring(stat.lastIndexOf(')') + 2).split(" ")[0],
                                    Long.parseLong(schedstat.split(" ")[0])));
                }
            }
        }
        return found;
    }
}
