package dev.narrowgauge.engine.runtime.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.engine.onnx.dataset.Batch;
import dev.narrowgauge.engine.onnx.dataset.Batches;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.runtime.TinyGraph;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.observe.ObservedModel;
import dev.narrowgauge.engine.runtime.pipe.EventWriter;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import dev.narrowgauge.engine.runtime.session.TensorData;
import dev.narrowgauge.engine.runtime.statistics.CalibrationSource;
import dev.narrowgauge.engine.runtime.variant.Conversion;
import dev.narrowgauge.engine.runtime.variant.FusionRounds;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ONNX Runtime has made of a variant is loaded again in its place. */
class TestRunningModels {
    private static final Recipe RECIPE = Recipe.fromMap(Map.of("mode", "static"));
    private static final int LAYERS = 700;

    @TempDir
    private Path directory;

    private final OnnxRuntime runtime = new OnnxRuntime(1);
    private final ProgressMeter progress =
            new ProgressMeter(new EventWriter(OutputStream.nullOutputStream(), () -> {}), System::nanoTime);

    @Test
    void variantOfManyNodesIsKeptAndAnswersTheSameToTheBit() throws IOException {
        ModelProto model = chain(LAYERS);
        try (TaskDirectory work = TaskDirectory.create(directory.toString());
                SampleSet samples = SampleSet.open(TinyGraph.samples(directory.resolve("samples.npz")))) {
            BoundDataset data = bind(model, samples);
            FusionRounds rounds = quantized(model, data, work);
            ModelProto variant = rounds.conversion().variant().model();

            ModelProto kept = work.read(
                    RunningModels.of(variant, work).orElseThrow().getFileName().toString());
            assertThat(kept.getGraph().getNodeCount())
                    .isLessThan(variant.getGraph().getNodeCount() / 2);
            assertThat(answer(kept, Optimization.NONE, data, work))
                    .isEqualTo(answer(variant, Optimization.FULL, data, work));
            assertThat(RunningModels.of(model, work)).isEmpty();

            Verification verified = Verification.verify(
                    rounds.conversion().baseline(),
                    rounds.conversion().variant(),
                    rounds.fusion().nodes(),
                    Optional.of(data),
                    runtime,
                    work,
                    progress);
            assertThat(verified.tensors())
                    .filteredOn(tensor -> tensor.kind().equals("activation"))
                    .as("null is only what has no noise, as values that have become constant")
                    .filteredOn(tensor -> tensor.sqnrDb() != null)
                    .hasSizeGreaterThan(LAYERS / 4);
        }
    }

    @Test
    void variantOfFewNodesIsLoadedAsAUserWould() throws IOException {
        ModelProto model = chain(3);
        try (TaskDirectory work = TaskDirectory.create(directory.toString());
                SampleSet samples = SampleSet.open(TinyGraph.samples(directory.resolve("samples.npz")))) {
            FusionRounds rounds = quantized(model, bind(model, samples), work);
            assertThat(RunningModels.of(rounds.conversion().variant().model(), work))
                    .isEmpty();
        }
    }

    private static ModelProto chain(int layers) {
        TinyGraph graph = new TinyGraph();
        String x = graph.gemm("first", graph.node("Flatten", "rows", List.of("x")), 192, 8);
        for (int i = 0; i < layers; i++) {
            x = graph.node("Relu", "relu" + i, List.of(graph.gemm("gemm" + i, x, 8, 8)));
        }
        graph.gemm("y", x, 8, 8);
        return graph.buildRows("y", 8);
    }

    private BoundDataset bind(ModelProto model, SampleSet samples) throws IOException {
        Path file = TinyGraph.write(model, directory.resolve("model.onnx"));
        return samples.bind(OnnxModelReader.read(file).describe().inputs().stream()
                .map(InputSpec::of)
                .toList());
    }

    private FusionRounds quantized(ModelProto model, BoundDataset data, TaskDirectory work) {
        var source = new CalibrationSource(Optional.empty(), Optional.of(data), false, runtime, work, progress);
        Conversion conversion = Conversion.of(model, RECIPE, source, Optional.of(data), runtime, work, progress);
        return FusionRounds.run(conversion, RECIPE, "variant.onnx", Optional.of(data), runtime, work);
    }

    private FloatBuffer answer(ModelProto model, Optimization optimization, BoundDataset data, TaskDirectory work) {
        try (var observed = ObservedModel.open(runtime, model, List.of("y"), optimization, work, "asked.onnx");
                Batches batches = data.batches(8)) {
            Batch batch = batches.next();
            TensorData answer = observed.run(batch).get("y");
            return FloatBuffer.allocate(answer.elements()).put(answer.floats()).flip();
        }
    }
}
