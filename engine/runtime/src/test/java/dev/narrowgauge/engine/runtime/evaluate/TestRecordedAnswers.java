package dev.narrowgauge.engine.runtime.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.engine.onnx.model.OnnxModel;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.runtime.Samples;
import dev.narrowgauge.engine.runtime.pipe.EventWriter;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.session.ModelSession;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few samples have values enough to compare, and too few answers to say which share of them changes. */
class TestRecordedAnswers {
    private static final int FEWEST = 8;
    private static final int ANSWERS = 100;
    private static final int BATCH = 16;

    @TempDir
    private Path directory;

    @Test
    void classifierAnswersMoreSamples() throws IOException {
        ModelProto model = OnnxModelReader.read(Samples.model("digits-cnn")).proto();
        assertThat(recorded(model, 0)).isEqualTo(FEWEST);
        assertThat(recorded(model, ANSWERS)).isBetween((long) ANSWERS, ANSWERS + (long) FEWEST);
        assertThat(evaluated(model)).isBetween((long) ANSWERS, ANSWERS + (long) BATCH);
    }

    @Test
    void encoderDoesNot() throws IOException {
        ModelProto model =
                renamed(OnnxModelReader.read(Samples.model("digits-cnn")).proto(), "embedding");
        assertThat(recorded(model, ANSWERS)).isEqualTo(FEWEST);
        assertThat(evaluated(model)).isLessThanOrEqualTo(BATCH);
    }

    @Test
    void noMoreSamplesAreAskedForThanThereAre() throws IOException {
        ModelProto model = OnnxModelReader.read(Samples.model("digits-cnn")).proto();
        assertThat(recorded(model, 1_000_000)).isEqualTo(256);
    }

    private long recorded(ModelProto model, long answers) throws IOException {
        OutputHints hints = OutputHints.of(model.getGraph());
        try (SampleSet data = SampleSet.open(Samples.calibration("digits"));
                ModelSession session = open(model)) {
            return RecordedAnswers.of(session, bound(data, model), FEWEST, answers, hints)
                    .samples();
        }
    }

    private long evaluated(ModelProto model) throws IOException {
        OutputHints hints = OutputHints.of(model.getGraph());
        var progress = new ProgressMeter(new EventWriter(OutputStream.nullOutputStream(), () -> {}), System::nanoTime);
        try (SampleSet data = SampleSet.open(Samples.calibration("digits"));
                ModelSession session = open(model);
                var evaluation = new PairedEvaluation(session, Optional.of(session), hints)) {
            return evaluation
                    .evaluate(bound(data, model), "evaluate", FEWEST, ANSWERS, progress)
                    .samples();
        }
    }

    private ModelSession open(ModelProto model) {
        Path file = directory.resolve("model.onnx");
        OnnxModelWriter.write(model, file);
        return new OnnxRuntime(1).open(file, Optimization.FULL);
    }

    private static BoundDataset bound(SampleSet data, ModelProto model) {
        return data.bind(OnnxModel.of(model).describe().inputs().stream()
                .map(input -> InputSpec.of(input).fedFrom(data))
                .toList());
    }

    private static ModelProto renamed(ModelProto model, String output) {
        GraphProto.Builder graph = model.getGraph().toBuilder();
        String old = graph.getOutput(0).getName();
        graph.getOutputBuilder(0).setName(output);
        graph.getNodeBuilderList().stream()
                .filter(node -> node.getOutput(0).equals(old))
                .forEach(node -> node.setOutput(0, output));
        return model.toBuilder().setGraph(graph).build();
    }
}
