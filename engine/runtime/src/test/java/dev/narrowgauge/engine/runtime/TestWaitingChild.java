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
    /** The thread that has answered still runs for a moment; one that spins would take the second. */
    private static final long LYING_DOWN_NANOS = 5_000_000;

    @Test
    void usesNoProcessorTimeAfterItsTurn() throws IOException, InterruptedException {
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
            Map<String, Long> before = computing(pid);
            Thread.sleep(1000);
            assertThat(before).hasSizeGreaterThanOrEqualTo(3);
            Map<String, Long> after = computing(pid);
            assertThat(after.keySet()).isEqualTo(before.keySet());
            assertThat(sum(after) - sum(before))
                    .as("nanoseconds from %s to %s", before, after)
                    .isLessThan(LYING_DOWN_NANOS);
            child.send(EngineCommand.newBuilder()
                    .setFinish(Finish.getDefaultInstance())
                    .build());
            EngineEvent last = child.last();
            assertThat(last.getResult().getMeasured().getProcessorsList()).containsExactly(0);
        }
    }

    private static long sum(Map<String, Long> nanos) {
        return nanos.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Nanoseconds that each thread with the name of the process has computed: the JVM names those of its own. */
    private static Map<String, Long> computing(long pid) throws IOException {
        Map<String, Long> nanos = new TreeMap<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc/%d/task".formatted(pid)))) {
            for (Path thread : threads.toList()) {
                if (Files.readString(thread.resolve("comm")).equals("java\n")) {
                    String schedstat = Files.readString(thread.resolve("schedstat"));
                    nanos.put(
                            thread.getFileName().toString(),
                            Long.parseLong(schedstat.split(" ")[0]));
                }
            }
        }
        return nanos;
    }
}
