package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.proto.engine.EngineCommand;
import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Finish;
import dev.narrowgauge.proto.engine.LoadRan;
import dev.narrowgauge.proto.engine.Measure;
import dev.narrowgauge.proto.engine.Measured;
import dev.narrowgauge.proto.engine.RunLoad;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestScenarioLoads {
    private static EngineCommand load(RunLoad.Builder load) {
        return EngineCommand.newBuilder().setRunLoad(load).build();
    }

    @Test
    void runsUnderEveryLoad() {
        List<EngineEvent> events = EngineDriver.serve(
                EngineRequest.newBuilder()
                        .setThreads(1)
                        .setMeasure(Measure.newBuilder()
                                .setModelPath(Samples.model("digits-cnn").toString())
                                .setDatasetPath(Samples.calibration("digits").toString())
                                .setBatchSize(4)
                                .setColdStart(true))
                        .build(),
                load(RunLoad.newBuilder().setMinRuns(20).setMaxRuns(20)),
                load(RunLoad.newBuilder()
                        .setRate(2000)
                        .setMaxRuns(50)
                        .setSeed(5)
                        .setLimitNanos(Long.MAX_VALUE)
                        .setMostOverLimit(50)),
                load(RunLoad.newBuilder()
                        .setRate(1e6)
                        .setMaxRuns(50)
                        .setLimitNanos(1)
                        .setMostOverLimit(2)),
                EngineCommand.newBuilder()
                        .setFinish(Finish.getDefaultInstance())
                        .build());
        LoadRan oneAfterAnother = events.get(1).getLoadRan();
        assertThat(oneAfterAnother.getLatencyNanosList()).hasSize(20);
        assertThat(oneAfterAnother.getLatencyNanosList().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isLessThanOrEqualTo(oneAfterAnother.getElapsedNanos());
        assertThat(events.get(2).getLoadRan().getLatencyNanosList())
                .hasSize(50)
                .allSatisfy(nanos -> assertThat(nanos).isPositive());
        assertThat(events.get(3).getLoadRan().getLatencyNanosList())
                .as("until one more than two are late")
                .hasSize(3);
        Measured measured = events.getLast().getResult().getMeasured();
        assertThat(measured.getFirstRunMillis()).isPositive();
        assertThat(measured.hasProportionalBytes()).isEqualTo(measured.getProportionalBytes() > 0);
    }
}
