package dev.narrowgauge.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.proto.engine.EngineEvent;
import dev.narrowgauge.proto.engine.EngineRequest;
import dev.narrowgauge.proto.engine.InspectDataset;
import dev.narrowgauge.proto.engine.InspectModel;
import dev.narrowgauge.proto.engine.ModelDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestInspection {
    @TempDir
    private Path directory;

    @Test
    void describesModel() {
        EngineEvent answer = EngineDriver.answer(request(Samples.model("resnet20-cifar10")));
        ModelDescription model = answer.getResult().getModel();
        assertThat(model.getOpset()).isEqualTo(13);
        assertThat(model.getInputs(0).getName()).isEqualTo("image");
        assertThat(model.getInputs(0).getElementType()).isEqualTo("float");
        assertThat(model.getInputs(0).getDimsList()).containsExactly(-1L, 3L, 32L, 32L);
        assertThat(model.getOpCountsMap()).containsEntry("Conv", 21);
        assertThat(model.getQuantized()).isFalse();
        assertThat(answer.getResult().getPeakResidentBytes()).isPositive();
    }

    @Test
    void saysStartedFirstAndAnswersOnce() {
        List<EngineEvent> events = EngineDriver.serve(request(Samples.model("digits-cnn")));
        assertThat(events).hasSize(2);
        assertThat(events.getFirst().getStarted().getRuntimeVersion()).isEqualTo("1.29.0");
        assertThat(events.getFirst().getStarted().getPid())
                .isEqualTo(ProcessHandle.current().pid());
        assertThat(events.getLast().hasResult()).isTrue();
    }

    @Test
    void refusesGarbage() throws IOException {
        Path garbage = Files.writeString(directory.resolve("garbage.onnx"), "this is no model");
        EngineEvent answer = EngineDriver.answer(request(garbage));
        assertThat(answer.getFailure().getCode()).startsWith("MODEL_");
        assertThat(answer.getFailure().getMessage()).contains("garbage.onnx");
    }

    @Test
    void saysThatFileIsMissing() {
        EngineEvent answer = EngineDriver.answer(request(directory.resolve("absent.onnx")));
        assertThat(answer.getFailure().getCode()).isEqualTo("FILE_NOT_FOUND");
    }

    @Test
    void describesDataset() {
        EngineEvent answer = EngineDriver.answer(EngineRequest.newBuilder()
                .setInspectDataset(InspectDataset.newBuilder()
                        .setDatasetPath(Samples.evaluation("digits").toString()))
                .build());
        assertThat(answer.getResult().getDataset().getSamples()).isEqualTo(797);
        assertThat(answer.getResult().getDataset().getHasLabels()).isTrue();
        assertThat(answer.getResult().getDataset().getMaxLabel()).isEqualTo(9);
        assertThat(answer.getResult().getDataset().getSampleDigestsList()).hasSize(797);
    }

    @Test
    void refusesRequestWithoutTask() {
        EngineEvent answer = EngineDriver.answer(EngineRequest.getDefaultInstance());
        assertThat(answer.getFailure().getCode()).isEqualTo("REQUEST_INVALID");
    }

    private static EngineRequest request(Path model) {
        return EngineRequest.newBuilder()
                .setInspectModel(
                        InspectModel.newBuilder().setModelPath(model.toString()).setLoadInRuntime(true))
                .build();
    }
}
