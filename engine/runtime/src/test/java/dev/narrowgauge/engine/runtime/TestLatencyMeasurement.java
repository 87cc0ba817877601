package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.proto.engine.EndBlock;
import dev.narrowgauge.proto.engine.EngineCommand;
import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.Finish;
import dev.narrowgauge.proto.engine.Measure;
import dev.narrowgauge.proto.engine.RepeatCheck;
import dev.narrowgauge.proto.engine.RunTurn;
import dev.narrowgauge.proto.engine.WarmUp;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestLatencyMeasurement {
    @Test
    void answersEveryCommand() {
        List<EngineEvent> events = EngineDriver.serve(
                EngineRequest.newBuilder()
                        .setThreads(1)
                        .setMeasure(Measure.newBuilder()
                                .setModelPath(Samples.model("digits-cnn").toString())
                                .setDatasetPath(Samples.calibration("digits").toString()))
                        .build(),
                EngineCommand.newBuilder()
                        .setWarmUp(WarmUp.newBuilder()
                                .setMinRuns(10)
                                .setMinSeconds(0.05)
                                .setMaxSeconds(2))
                        .build(),
                EngineCommand.newBuilder()
                        .setRunTurn(RunTurn.newBuilder().setMinRuns(30).setMaxRuns(30))
                        .build(),
                EngineCommand.newBuilder()
                        .setRunTurn(RunTurn.newBuilder().setMinRuns(30).setMaxRuns(30))
                        .build(),
                EngineCommand.newBuilder()
                        .setEndBlock(EndBlock.getDefaultInstance())
                        .build(),
                EngineCommand.newBuilder()
                        .setRunTurn(RunTurn.newBuilder().setMinSeconds(0.02))
                        .build(),
                EngineCommand.newBuilder()
                        .setRepeatCheck(RepeatCheck.newBuilder().setPairs(3).setBlockSeconds(0.005))
                        .build(),
                EngineCommand.newBuilder()
                        .setFinish(Finish.getDefaultInstance())
                        .build());
        assertThat(events.get(1).getWarmedUp().getRuns()).isGreaterThanOrEqualTo(10);
        assertThat(events.get(1).getWarmedUp().getCurveMillisList())
                .hasSize(Math.min(200, events.get(1).getWarmedUp().getRuns() / 10))
                .allSatisfy(millis -> assertThat(millis).isPositive());
        assertThat(events.get(2).getTurn().getLatencyNanosList())
                .hasSize(30)
                .allSatisfy(nanos -> assertThat(nanos).isPositive());
        assertThat(events.get(2).getTurn().getCheckedRuns()).isEqualTo(1);
        assertThat(events.get(3).getTurn().getCheckedRuns())
                .as("the second turn of a block, of less than 50 runs")
                .isZero();
        assertThat(events.get(4).getBlock().getConditions().hasCollections()).isTrue();
        assertThat(events.get(5).getTurn().getLatencyNanosList()).hasSizeGreaterThan(1);
        assertThat(events.get(5).getTurn().getCheckedRuns()).isPositive();
        assertThat(events.get(5).getTurn().getDifferingRuns()).isZero();
        assertThat(events.get(5).getTurn().getOutputsVary()).isFalse();
        assertThat(events.get(6).getRepeatChecked().getRatio()).isPositive();
        assertThat(events.get(6).getRepeatChecked().getBatches()).isEqualTo(256);
        assertThat(events.getLast().getResult().getMeasured().getLoadMillis()).isPositive();
        assertThat(events.getLast().getResult().getMeasured().getThreads()).isEqualTo(1);
    }

    /** What is timed is what the result says was timed. */
    @Test
    void batchThatTheModelCannotTakeIsRefused(@TempDir Path directory) {
        ModelProto.Builder model = OnnxModelReader.read(Samples.model("digits-cnn")).proto().toBuilder();
        model.getGraphBuilder()
                .getInputBuilder(0)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .getDimBuilder(0)
                .setDimValue(1);
        Path fixed = directory.resolve("fixed.onnx");
        OnnxModelWriter.write(model.build(), fixed);

        List<EngineEvent> events = EngineDriver.serve(EngineRequest.newBuilder()
                .setMeasure(Measure.newBuilder()
                        .setModelPath(fixed.toString())
                        .setDatasetPath(Samples.calibration("digits").toString())
                        .setBatchSize(4))
                .build());
        assertThat(events.getLast().getFailure().getCode()).isEqualTo("REQUEST_INVALID");
        assertThat(events.getLast().getFailure().getMessage())
                .contains("batch of 1")
                .contains("batch of 4");
    }
}
