package dev.narrowgauge.engine.runtime.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.dataset.SampleSet;
import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.model.OnnxModel;
import dev.narrowgauge.engine.onnx.model.OnnxModelReader;
import dev.narrowgauge.engine.onnx.model.OnnxModelWriter;
import dev.narrowgauge.engine.runtime.SamplePlan;
import dev.narrowgauge.engine.runtime.Samples;
import dev.narrowgauge.engine.runtime.TinyGraph;
import dev.narrowgauge.engine.runtime.evaluate.OutputHints;
import dev.narrowgauge.engine.runtime.evaluate.PairedEvaluation;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.pipe.EventWriter;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.ranking.NodeDamage;
import dev.narrowgauge.engine.runtime.ranking.NodeRanking;
import dev.narrowgauge.engine.runtime.ranking.Ranking;
import dev.narrowgauge.engine.runtime.ranking.RankingBudget;
import dev.narrowgauge.engine.runtime.session.ModelSession;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import dev.narrowgauge.engine.runtime.statistics.CalibrationSource;
import dev.narrowgauge.engine.runtime.statistics.KnownEquivalence;
import dev.narrowgauge.engine.runtime.variant.Conversion;
import dev.narrowgauge.engine.runtime.verify.SampleEquivalence;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a ranking says is held against variants in which really one node is quantized, and against the whole variant. */
class TestNodeRanking {
    private static final long JUDGED_SAMPLES = 64;

    private static final Set<String> PRODUCTS = Set.of("Conv", "Gemm", "MatMul");

    @TempDir
    private Path directory;

    private final OnnxRuntime runtime = new OnnxRuntime(1);
    private final ProgressMeter progress =
            new ProgressMeter(new EventWriter(OutputStream.nullOutputStream(), () -> {}), System::nanoTime);

    /** A variant with what is needed to look at it. */
    private record Made(Conversion conversion, BoundDataset data, TaskDirectory work) {}

    private interface Look {
        void at(Made made);
    }

    /** Alone a node also rounds what it reads, which in the variant another has done: hence the tolerance. */
    @ParameterizedTest
    @CsvSource({"digits-cnn, static, 0.6", "digits-resnet, static, 0.8", "digits-cnn, dynamic, 0.9"})
    void agreesWithEachNodeReallyQuantizedAlone(String model, String mode, double correlation) throws IOException {
        make(model, "digits", Map.of("mode", mode), made -> {
            Ranking ranking = rank(made, RankingBudget.standard(made.data(), SamplePlan.USUAL));
            List<NodeDamage> products = ranking.nodes().stream()
                    .filter(node -> PRODUCTS.contains(node.opType()))
                    .toList();
            Map<NodeDamage, Double> alone = new HashMap<>();
            for (NodeDamage node : products) {
                alone.put(node, decibel(made, onlyWith(made.conversion(), node.node())));
                assertThat(decibel(node.total())).as(node.node()).isCloseTo(alone.get(node), within(4.5));
            }
            assertThat(spearman(products, alone::get, node -> decibel(node.total())))
                    .isGreaterThan(correlation);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "digits-cnn,            digits,    mode,      static,  1",
        "digits-resnet,         digits,    mode,      static,  1.5",
        "digits-resnet,         digits,    format,    qoperator, 1.5",
        "digits-resnet,         digits,    precision, bf16,    1.5",
        "digits-resnet,         digits,    precision, fp16,    3",
        "sentiment-transformer, sentiment, mode,      dynamic, 1.5",
        "sentiment-transformer, sentiment, mode,      mixed,   1.5",
        "sentiment-transformer, sentiment, mode,      static,  1.5"
    })
    void nodesOfEveryKindOfVariantSumUpToIt(String model, String data, String setting, String value, double tolerance)
            throws IOException {
        make(model, data, Map.of(setting, value), made -> {
            Ranking ranking = rank(made, RankingBudget.standard(made.data(), SamplePlan.USUAL));
            assertThat(ranking.nodes()).hasSize(ranking.quantized()).allMatch(NodeDamage::measured);
            assertThat(ranking.quantized() + ranking.others())
                    .isEqualTo(made.conversion().variant().nodes().size());
            assertThat(decibel(ranking.total())).isCloseTo(decibel(made, made.conversion()), within(tolerance));
        });
    }

    /** The kernels of the variant take sixteen channels at once, where the float model has twelve. */
    @Test
    void nodesWithFilledUpChannelsSumUpToTheVariant() throws IOException {
        Path file = TinyGraph.write(TinyGraph.withUnevenChannels(), directory.resolve("filled.onnx"));
        Path samples = TinyGraph.samples(directory.resolve("filled.npz"));
        make(file, samples, Map.of("mode", "static"), made -> {
            assertThat(made.conversion().variant().channels()).containsKeys("c1", "r2", "m3", "r3");
            Ranking ranking = rank(made, RankingBudget.standard(made.data(), SamplePlan.USUAL));
            assertThat(ranking.nodes()).hasSize(ranking.quantized()).allMatch(NodeDamage::measured);
            assertThat(decibel(ranking.total())).isCloseTo(decibel(made, made.conversion()), within(1.5));
        });
    }

    /** DepthToSpace of the other mode is that of the first with the weights before it in another order. */
    @Test
    void nodesWithReorderedChannelsSumUpToTheVariant() throws IOException {
        TinyGraph graph = new TinyGraph();
        String first = graph.node("Relu", "r1", List.of(graph.conv("c1", "x", 3, 16)));
        String blocks = graph.node("Relu", "r2", List.of(graph.conv("c2", first, 16, 64)));
        String large = graph.node(
                "DepthToSpace",
                "d3",
                List.of(blocks),
                Attributes.integer("blocksize", 2),
                Attributes.text("mode", "CRD"));
        graph.node(
                "Conv",
                "y",
                List.of(large, graph.random(8, 16, 3, 3)),
                Attributes.integers("pads", 1, 1, 1, 1),
                Attributes.integers("strides", 2, 2));
        Path file = TinyGraph.write(graph.build("y", 8), directory.resolve("reordered.onnx"));
        Path samples = TinyGraph.samples(directory.resolve("reordered.npz"));
        make(file, samples, Map.of("mode", "static"), made -> {
            assertThat(made.conversion().variant().channels()).containsKeys("r2");
            Ranking ranking = rank(made, RankingBudget.standard(made.data(), SamplePlan.USUAL));
            assertThat(ranking.nodes()).hasSize(ranking.quantized()).allMatch(NodeDamage::measured);
            assertThat(decibel(ranking.total())).isCloseTo(decibel(made, made.conversion()), within(1.5));
        });
    }

    @Test
    void estimatesWhatTheBudgetDoesNotReach() throws IOException {
        make("digits-resnet", "digits", Map.of("mode", "static"), made -> {
            Ranking full = rank(made, RankingBudget.standard(made.data(), SamplePlan.USUAL));
            Ranking small = rank(made, new RankingBudget(14));
            assertThat(small.samples()).isEqualTo(1);
            assertThat(small.runs()).isLessThan(15);
            assertThat(small.measured()).isBetween(8, 20);
            assertThat(small.nodes()).hasSize(full.nodes().size());
            Map<String, Double> measured =
                    full.nodes().stream().collect(Collectors.toMap(NodeDamage::node, NodeDamage::total));
            assertThat(spearman(small.nodes(), node -> measured.get(node.node()), NodeDamage::total))
                    .isGreaterThan(0.4);
            assertThat(small.nodes().getFirst().node())
                    .isEqualTo(full.nodes().getFirst().node());
        });
    }

    @Test
    void givesTheSameForTheSame() throws IOException {
        make("digits-cnn", "digits", Map.of("mode", "static"), made -> {
            RankingBudget budget = RankingBudget.standard(made.data(), SamplePlan.USUAL);
            assertThat(rank(made, budget)).isEqualTo(rank(made, budget));
        });
    }

    private Ranking rank(Made made, RankingBudget budget) {
        Conversion conversion = made.conversion();
        return NodeRanking.rank(
                conversion.baseline(), conversion.variant(), made.data(), budget, runtime, made.work(), progress);
    }

    /** The same with every other node in float. */
    private static Conversion onlyWith(Conversion conversion, String node) {
        Map<String, String> others = conversion.variant().nodes().stream()
                .filter(report -> report.placement().equals(NodeReport.QUANTIZED))
                .map(NodeReport::name)
                .filter(name -> !name.equals(node))
                .collect(Collectors.toMap(name -> name, name -> "Another node is looked at alone."));
        return conversion.withFloat(others).orElseThrow();
    }

    private double decibel(Made made, Conversion conversion) {
        Path baseline = made.work().resolve("judged-baseline.onnx");
        Path variant = made.work().resolve("judged-variant.onnx");
        OnnxModelWriter.write(conversion.baseline(), baseline);
        OnnxModelWriter.write(conversion.variant().model(), variant);
        OutputHints hints = OutputHints.of(conversion.baseline().getGraph());
        try (ModelSession expected = runtime.open(baseline, Optimization.FULL);
                ModelSession actual = runtime.open(variant, Optimization.FULL);
                var evaluation = new PairedEvaluation(expected, Optional.of(actual), hints)) {
            return evaluation
                    .evaluate(made.data(), "verify", JUDGED_SAMPLES, 0, progress)
                    .noiseDecibel();
        }
    }

    private static double decibel(double ratio) {
        return -10 * Math.log10(ratio);
    }

    private void make(String name, String samples, Map<String, String> settings, Look look) throws IOException {
        make(Samples.model(name), Samples.calibration(samples), settings, look);
    }

    private void make(Path file, Path samples, Map<String, String> settings, Look look) throws IOException {
        Recipe recipe = Recipe.fromMap(settings);
        OnnxModel model = OnnxModelReader.read(file);
        List<InputSpec> inputs =
                model.describe().inputs().stream().map(InputSpec::of).toList();
        try (TaskDirectory work = TaskDirectory.create(directory.toString());
                SampleSet set = SampleSet.open(samples)) {
            Optional<BoundDataset> data = Optional.of(set.bind(inputs));
            var equivalence = new KnownEquivalence(Set.of(), new SampleEquivalence(runtime, data, work));
            Set<String> fed = inputs.stream().map(InputSpec::name).collect(Collectors.toSet());
            var prepared = PreparedModel.of(recipe, file, model, fed, equivalence, runtime, work);
            var source = new CalibrationSource(Optional.empty(), data, false, runtime, work, progress);
            Conversion conversion = Conversion.of(prepared.model(), recipe, source, data, runtime, work, progress);
            look.at(new Made(conversion, data.get(), work));
        }
    }

    private static double spearman(
            List<NodeDamage> nodes, ToDoubleFunction<NodeDamage> one, ToDoubleFunction<NodeDamage> other) {
        List<NodeDamage> byOne =
                nodes.stream().sorted(Comparator.comparingDouble(one)).toList();
        List<NodeDamage> byOther =
                nodes.stream().sorted(Comparator.comparingDouble(other)).toList();
        double count = nodes.size();
        double squares = IntStream.range(0, nodes.size())
                .mapToDouble(i -> Math.pow(i - byOther.indexOf(byOne.get(i)), 2))
                .sum();
        return 1 - 6 * squares / (count * (count * count - 1));
    }
}
