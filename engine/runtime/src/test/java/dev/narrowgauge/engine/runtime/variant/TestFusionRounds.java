package dev.narrowgauge.engine.runtime.variant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.CountedReport;
import dev.narrowgauge.domain.report.FusionReport;
import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.NodeProto;
import dev.narrowgauge.engine.quantizer.QuantizedModel;
import dev.narrowgauge.engine.runtime.TinyGraph;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.pipe.EventWriter;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.statistics.CalibrationSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan that the runtime does not follow is narrowed until it does. */
class TestFusionRounds {
    private static final Recipe RECIPE = Recipe.fromMap(Map.of("mode", "static", "target", "x86-vnni"));

    @TempDir
    private Path directory;

    @Test
    void revertsWhatTheRuntimeComputesInFloat() throws IOException {
        FusionRounds rounds = run(true);

        assertThat(rounds.rounds()).extracting(FusionReport.Round::toFloat).containsExactly(List.of("b"));
        assertThat(rounds.fusion().unfused().count()).isZero();
        assertThat(rounds.fusion().wouldBeFloat()).isEmpty();
        assertThat(rounds.fusion().operators()).containsEntry("QLinearConv", 2).doesNotContainKey("QLinearMul");
        assertThat(rounds.fusion().nodes())
                .filteredOn(node -> node.name().equals("b"))
                .singleElement()
                .satisfies(node -> assertThat(node.placement()).isEqualTo(NodeReport.FLOAT))
                .satisfies(node -> assertThat(node.reason()).contains("does not fuse"));
    }

    @Test
    void leavesAPlanAloneThatTheRuntimeFollows() throws IOException {
        FusionRounds rounds = run(false);

        assertThat(rounds.rounds()).isEmpty();
        assertThat(rounds.fusion().operators()).containsEntry("QLinearConv", 2).containsEntry("QLinearMul", 1);
        assertThat(rounds.fusion().integerMacShare()).isEqualTo(1);
    }

    /** Four Gemm with Relu and a Softmax: the last Relu stands before a float node. */
    @Test
    void keepsADenseNetworkInIntegersBeforeAFloatTail() throws IOException {
        TinyGraph graph = new TinyGraph();
        String x = graph.node("Flatten", "rows", List.of("x"));
        int width = 192;
        for (int i = 0; i < 4; i++) {
            int to = i == 3 ? 10 : 512;
            x = graph.node("Relu", "relu" + i, List.of(graph.gemm("gemm" + i, x, width, to)));
            width = to;
        }
        graph.node("Softmax", "y", List.of(x));

        FusionRounds rounds = run(graph.buildRows("y", 10), UnaryOperator.identity());

        assertThat(rounds.rounds()).isEmpty();
        assertThat(rounds.fusion().operators()).containsEntry("QGemm", 4).doesNotContainKeys("Gemm", "FusedGemm");
        assertThat(rounds.counted().orElseThrow().micros())
                .isLessThan(0.7 * rounds.counted().orElseThrow().floatMicros());
    }

    /** A Transpose of the image between convolution and pooling: the runtime cannot turn the pooling's channels. */
    @Test
    void revertsAPoolingThatRunsOnBytesWithTheChannelsFirst() throws IOException {
        TinyGraph graph = new TinyGraph();
        String turned = graph.node(
                "Transpose", "turned", List.of(graph.conv("c0", "x", 3, 64)), Attributes.integers("perm", 0, 1, 3, 2));
        String pooled = graph.node(
                "MaxPool",
                "pooled",
                List.of(turned),
                Attributes.integers("kernel_shape", 3, 3),
                Attributes.integers("pads", 1, 1, 1, 1));
        graph.conv(
                "y", graph.node("Transpose", "back", List.of(pooled), Attributes.integers("perm", 0, 1, 3, 2)), 64, 64);

        FusionRounds rounds = run(graph.build("y", 64), UnaryOperator.identity());

        assertThat(rounds.rounds()).extracting(FusionReport.Round::toFloat).containsExactly(List.of("pooled"));
        assertThat(rounds.fusion().operators()).containsEntry("QLinearConv", 2);
    }

    /** Convolutions of few channels take longer in integers, those of many are several times as fast. */
    @Test
    void leavesARegionInFloatThatCostsLessThere() throws IOException {
        TinyGraph graph = new TinyGraph();
        String x = graph.conv("narrow0", "x", 3, 4);
        for (int i = 1; i < 6; i++) {
            x = graph.conv("narrow" + i, x, 4, 4);
        }
        x = graph.conv("wide0", x, 4, 64);
        graph.conv("y", graph.conv("wide1", x, 64, 64), 64, 64);
        ModelProto model = graph.build("y", 64);

        FusionRounds rounds = run(model, UnaryOperator.identity());

        CountedReport counted = rounds.counted().orElseThrow();
        assertThat(counted.micros()).isLessThan(counted.allIntegersMicros()).isLessThan(counted.floatMicros());
        assertThat(rounds.fusion().nodes())
                .filteredOn(node -> node.name().startsWith("narrow"))
                .allSatisfy(node -> assertThat(node.placement()).isEqualTo(NodeReport.FLOAT))
                .allSatisfy(node -> assertThat(node.reason()).contains("less time in float", counted.rates()));
        assertThat(rounds.fusion().nodes())
                .filteredOn(node -> node.name().equals("wide1") || node.name().equals("y"))
                .allSatisfy(node -> assertThat(node.placement()).isEqualTo(NodeReport.QUANTIZED));
        assertThat(run(model, UnaryOperator.identity()).conversion().variant().model())
                .isEqualTo(rounds.conversion().variant().model());
    }

    private FusionRounds run(boolean spoiled) throws IOException {
        TinyGraph graph = new TinyGraph();
        String a = graph.node("Relu", "a", List.of(graph.conv("c", "x", 3, 8)));
        String b = graph.node("Mul", "b", List.of(a, graph.random(8, 1, 1)));
        graph.conv("y", b, 8, 4);
        return run(graph.build("y", 4), spoiled ? TestFusionRounds::withFloatFactor : UnaryOperator.identity());
    }

    private FusionRounds run(ModelProto model, UnaryOperator<Conversion> change) throws IOException {
        Path file = TinyGraph.write(model, directory.resolve("model.onnx"));
        OnnxRuntime runtime = new OnnxRuntime(1);
        ProgressMeter progress =
                new ProgressMeter(new EventWriter(OutputStream.nullOutputStream(), () -> {}), System::nanoTime);
        try (TaskDirectory work = TaskDirectory.create(directory.toString());
                SampleSet samples = SampleSet.open(TinyGraph.samples(directory.resolve("samples.npz")))) {
            Optional<BoundDataset> data =
                    Optional.of(samples.bind(OnnxModelReader.read(file).describe().inputs().stream()
                            .map(InputSpec::of)
                            .toList()));
            CalibrationSource source = new CalibrationSource(Optional.empty(), data, false, runtime, work, progress);
            Conversion first = Conversion.of(model, RECIPE, source, data, runtime, work, progress);
            return FusionRounds.run(change.apply(first), RECIPE, "variant.onnx", data, runtime, work);
        }
    }

    /** The multiplication reads its constant as float again, so that it cannot fuse. */
    private static Conversion withFloatFactor(Conversion conversion) {
        QuantizedModel variant = conversion.variant();
        GraphProto floats = conversion.baseline().getGraph();
        String factor = floats.getNodeList().stream()
                .filter(node -> node.getName().equals("b"))
                .findFirst()
                .orElseThrow()
                .getInput(1);
        GraphProto.Builder graph = variant.model().getGraph().toBuilder();
        for (NodeProto.Builder node : graph.getNodeBuilderList()) {
            if (node.getName().equals("b")) {
                node.setInput(1, factor);
            }
        }
        floats.getInitializerList().stream()
                .filter(tensor -> tensor.getName().equals(factor))
                .forEach(graph::addInitializer);
        ModelProto spoiled = variant.model().toBuilder().setGraph(graph).build();
        return new Conversion(
                conversion.baseline(),
                new QuantizedModel(spoiled, variant.tensors(), variant.nodes(), variant.activations()),
                conversion.plan());
    }
}
