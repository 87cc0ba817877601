package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.InspectModel;
import dev.narrowgauge.proto.engine.Measure;
import dev.narrowgauge.proto.engine.Quantize;
import dev.narrowgauge.proto.engine.Rehearse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(900)
class TestEngineMain {
    @TempDir
    private Path directory;

    @Test
    void answersAndEndsBeforeItsInputDoes() throws Exception {
        try (var child = new ChildProcess()) {
            child.send(EngineRequest.newBuilder()
                    .setInspectModel(InspectModel.newBuilder()
                            .setModelPath(Samples.model("digits-cnn").toString())
                            .setLoadInRuntime(true))
                    .build());
            EngineEvent last = child.last();
            assertThat(last.getResult().getModel().getNodeCount()).isPositive();
            assertThat(last.getResult().getPeakResidentBytes()).isGreaterThan(10_000_000);
            assertThat(child.exit()).isZero();
        }
    }

    @Test
    void endsAtOnceWhenParentIsGone() throws Exception {
        try (var child = new ChildProcess()) {
            child.send(EngineRequest.newBuilder()
                    .setMeasure(Measure.newBuilder()
                            .setModelPath(Samples.model("digits-cnn").toString())
                            .setDatasetPath(Samples.calibration("digits").toString()))
                    .build());
            assertThat(child.next().hasStarted()).isTrue();
            child.closeInput();
            assertThat(child.last().hasResult()).isFalse();
            assertThat(child.exit()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rehearsalChangesNothingOfTheTaskThatFollows(boolean brief) throws Exception {
        Path warm = directory.resolve("warm.onnx");
        try (var child = new ChildProcess()) {
            child.send(rehearsal(brief));
            assertThat(child.next().hasRehearsed()).isTrue();
            assertThat(directory.resolve("work")).isEmptyDirectory();
            child.send(quantize(warm));
            assertThat(child.next().hasStarted()).isTrue();
            assertThat(child.last().hasResult()).isTrue();
            assertThat(child.exit()).isZero();
        }
        Path cold = directory.resolve("cold.onnx");
        assertThat(EngineDriver.answer(quantize(cold)).hasResult()).isTrue();
        assertThat(warm).hasSameBinaryContentAs(cold);
    }

    @Test
    void endsAfterARehearsalThatNothingFollows() throws Exception {
        try (var child = new ChildProcess()) {
            child.send(rehearsal(false));
            child.closeInput();
            assertThat(child.next().hasRehearsed()).isTrue();
            child.last();
            assertThat(child.exit()).isZero();
        }
    }

    private EngineRequest rehearsal(boolean brief) {
        return EngineRequest.newBuilder()
                .setRehearse(Rehearse.newBuilder()
                        .setBrief(brief)
                        .setWorkDirectory(directory.resolve("work").toString()))
                .build();
    }

    private EngineRequest quantize(Path output) {
        return EngineRequest.newBuilder()
                .setQuantize(Quantize.newBuilder()
                        .setModelPath(Samples.model("digits-resnet").toString())
                        .setCalibrationPath(Samples.calibration("digits").toString())
                        .setWorkDirectory(directory.resolve("work").toString())
                        .setSkipLatencyCheck(true)
                        .setOutputPath(output.toString()))
                .build();
    }

    @Test
    void saysThatItsInputIsNoRequest() throws Exception {
        try (var child = new ChildProcess()) {
            child.sendBytes(new byte[] {3, -1, -1, -1});
            assertThat(child.last().getFailure().getCode()).isEqualTo("REQUEST_INVALID");
            assertThat(child.exit()).isZero();
        }
    }

    @Test
    void leavesNothingBesideWhenKilled() throws Exception {
        Path work = directory.resolve("work");
        Path output = directory.resolve("out").resolve("model.onnx");
        assertThat(output.getParent().toFile().mkdir()).isTrue();
        try (var child = new ChildProcess()) {
            child.send(EngineRequest.newBuilder()
                    .setQuantize(Quantize.newBuilder()
                            .setModelPath(Samples.model("resnet20-cifar10").toString())
                            .setCalibrationPath(Samples.calibration("cifar10").toString())
                            .setOutputPath(output.toString())
                            .setWorkDirectory(work.toString()))
                    .build());
            EngineEvent event = child.next();
            while (!event.getProgress().getStage().equals("calibrate")) {
                event = child.next();
            }
            child.kill();
            child.exit();
        }
        assertThat(output.getParent()).isEmptyDirectory();
    }
}
