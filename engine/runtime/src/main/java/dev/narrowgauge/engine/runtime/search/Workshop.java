package dev.narrowgauge.engine.runtime.search;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.graph.FlatModel;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.quantizer.StaticQuantizer;
import dev.narrowgauge.engine.quantizer.cost.CountedCost;
import dev.narrowgauge.engine.runtime.SamplePlan;
import dev.narrowgauge.engine.runtime.evaluate.ComparedOutput;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.ranking.NodeRanking;
import dev.narrowgauge.engine.runtime.ranking.Ranking;
import dev.narrowgauge.engine.runtime.ranking.RankingBudget;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.statistics.CalibrationSource;
import dev.narrowgauge.engine.runtime.variant.Conversion;
import dev.narrowgauge.engine.runtime.variant.FusionRounds;
import dev.narrowgauge.engine.runtime.verify.FusionCheck;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes variants of one prepared model, and looks at each of them in the same way. */
public final class Workshop {
    /** What all bytes of the file are worth, where all of the time is worth one. */
    private static final double BYTES_MATTER = 0.1;

    private static final double NANOS_PER_MICRO = 1e3;

    /** What loading and optimizing a model several times takes, at least: with few samples it is most of the time. */
    private static final long LOADING_RUNS = 64;

    /** Give on the codes that they read. */
    static final Set<String> PASSING = Set.of(
            "Relu",
            "Clip",
            "Reshape",
            "Flatten",
            "Squeeze",
            "Unsqueeze",
            "Transpose",
            "Split",
            "Slice",
            "Gather",
            "MaxPool",
            "Resize",
            "DepthToSpace");

    private final ModelProto prepared;
    private final CalibrationSource calibration;
    private final Optional<BoundDataset> samples;
    private final OnnxRuntime runtime;
    private final TaskDirectory work;
    private final ProgressMeter progress;
    private final SamplePlan plan;
    private Reference reference;
    private int made;

    /** @param samples to run variants with; without them only the graph is looked at */
    public Workshop(
            ModelProto prepared,
            CalibrationSource calibration,
            Optional<BoundDataset> samples,
            OnnxRuntime runtime,
            TaskDirectory work,
            ProgressMeter progress) {
        this.prepared = prepared;
        this.calibration = calibration;
        this.samples = samples;
        this.runtime = runtime;
        this.work = work;
        this.progress = progress;
        this.plan = SamplePlan.of(prepared.getGraph());
    }

    /** The float model, with constants folded. */
    ModelProto prepared() {
        return prepared;
    }

    /** Whether each variant that is tried takes long. */
    boolean isLarge() {
        return plan == SamplePlan.LARGE;
    }

    /** Whether ranges can be measured beforehand. */
    boolean calibrates() {
        return calibration.exists();
    }

    /** Runs of the float model that a plain quantization takes: to calibrate, beside the variant to verify it, and to load both. */
    long plainRuns() {
        long all = samples.map(BoundDataset::samples).orElse(0L);
        long loading = isLarge() ? 0 : LOADING_RUNS;
        return loading + all + 2 * Math.min(plan.forChoice(), all);
    }

    /** Runs that {@link #look} takes: what the float model answers is known. */
    long runsOfALook() {
        if (isLarge() && reference != null) {
            return samples();
        }
        return Math.min(plan.forChoice(), samples.map(BoundDataset::samples).orElse(0L));
    }

    /**
     * Makes the variant of a recipe.
     *
     * @param name of the file in the work directory to write it to
     */
    public FusionRounds make(Recipe recipe, String name) {
        Conversion conversion = convert(recipe);
        return FusionRounds.run(conversion, recipe, name, samples, runtime, work);
    }

    /** The same, without a look at the times of its nodes, which choose nothing. */
    private FusionRounds sketch(Recipe recipe, String name) {
        Conversion conversion = convert(recipe);
        return FusionRounds.unprofiled(conversion, recipe, name, samples.orElseThrow(), runtime, work);
    }

    private Conversion convert(Recipe recipe) {
        Conversion conversion = Conversion.of(prepared, recipe, calibration, samples, runtime, work, progress);
        progress.begin("verify", 0);
        return conversion;
    }

    /** The variant of a trial, with the times of its nodes. */
    FusionRounds finished(Trial trial, boolean isFirst) {
        progress.begin("verify", 0);
        return isFirst
                ? trial.variant()
                : trial.variant().profiled(trial.recipe(), "taken.onnx", samples.orElseThrow(), runtime, work);
    }

    /** Makes the variant of a recipe, counts its cost and runs it; the first one is looked at as if no other came. */
    Trial look(String what, Recipe recipe, LimitUse limits) {
        String name = "trial-" + made + ".onnx";
        FusionRounds variant = made++ == 0 ? make(recipe, name) : sketch(recipe, name);
        Double costRatio = costRatio(variant, recipe);
        progress.begin("choose", 0);
        List<ComparedOutput> outputs = reference.compare(work.resolve(name));
        long bytes = variant.conversion().variant().model().getSerializedSize();
        return new Trial(what, recipe, variant, outputs, limits.of(outputs), costRatio, bytes);
    }

    /** Counted in the graph of the variant that was kept: the runtime may have seen another one after it. */
    private Double costRatio(FusionRounds variant, Recipe recipe) {
        double whole = reference(recipe).cost().nanos();
        Double micros = variant.fusion().countedMicros();
        double nanos =
                micros == null ? reference.costOf(FusionCheck.running(work)).nanos() : NANOS_PER_MICRO * micros;
        return whole > 0 ? (Double) (nanos / whole) : null;
    }

    /** What variants are held against; only where there are samples. */
    Reference reference(Recipe recipe) {
        if (reference == null) {
            progress.begin("choose", 0);
            ModelProto baseline = StaticQuantizer.plan(prepared, recipe).floatModel();
            reference = Reference.of(baseline, samples.orElseThrow(), plan.forChoice(), recipe.target(), runtime, work);
        }
        return reference;
    }

    long samples() {
        return reference.answers().samples();
    }

    /** The table that costs are counted with. */
    String rates() {
        return reference.run().rates().version();
    }

    /** What it costs to have each node of a variant's float model in float: mostly time, and bytes a little. */
    Map<String, Double> prices(Trial trial) {
        Map<String, Double> prices = new HashMap<>();
        CountedCost cost = reference.cost();
        cost.nodes()
                .forEach(node ->
                        prices.merge(FusionCheck.plainName(node.name()), node.nanos() / cost.nanos(), Double::sum));
        Graph graph =
                Graph.of(FlatModel.of(trial.variant().conversion().baseline()).graph());
        Map<String, Long> bytes = new HashMap<>();
        graph.nodes().forEach(node -> bytes.put(node.name(), constantBytes(node, graph)));
        double all =
                Math.max(1, bytes.values().stream().mapToLong(Long::longValue).sum());
        bytes.forEach((node, own) -> prices.merge(node, BYTES_MATTER * own / all, Double::sum));
        return prices;
    }

    private static long constantBytes(GraphNode node, Graph graph) {
        return node.inputs().stream()
                .flatMap(input -> graph.constant(input).stream())
                .mapToLong(TensorProto::getSerializedSize)
                .sum();
    }

    /** The quantized nodes that read what a node of a variant gives, where that is only moved, behind that. */
    Map<String, List<String>> readers(Trial trial) {
        Conversion conversion = trial.variant().conversion();
        Set<String> quantized = conversion.variant().nodes().stream()
                .filter(node -> !node.placement().equals(NodeReport.FLOAT))
                .map(NodeReport::name)
                .collect(Collectors.toSet());
        Graph graph = Graph.of(FlatModel.of(conversion.baseline()).graph());
        Map<String, List<String>> readers = new HashMap<>();
        for (GraphNode node : graph.nodes()) {
            Set<String> found = new LinkedHashSet<>();
            addReaders(node, graph, quantized, found);
            readers.put(node.name(), List.copyOf(found));
        }
        return readers;
    }

    private static void addReaders(GraphNode node, Graph graph, Set<String> quantized, Set<String> found) {
        for (String output : node.outputs()) {
            for (GraphNode reader : graph.consumers(output)) {
                boolean isNew = quantized.contains(reader.name()) && found.add(reader.name());
                if (isNew && PASSING.contains(reader.opType())) {
                    addReaders(reader, graph, quantized, found);
                }
            }
        }
    }

    /** What each quantized node of a variant does to the outputs. */
    Ranking rank(Trial trial, double mostRuns) {
        Conversion conversion = trial.variant().conversion();
        BoundDataset data = samples.orElseThrow();
        double runs = Math.clamp(RankingBudget.standard(data, plan).runs(), 1, Math.max(1, mostRuns));
        return NodeRanking.rank(
                conversion.baseline(), conversion.variant(), data, new RankingBudget(runs), runtime, work, progress);
    }

    /**
     * What some nodes of a variant do to the outputs.
     *
     * @param conversion one of the trials', or what another recipe makes of it
     */
    Ranking rank(Conversion conversion, Set<String> nodes, double mostRuns) {
        return NodeRanking.rank(
                conversion.baseline(),
                conversion.variant(),
                nodes::contains,
                samples.orElseThrow(),
                new RankingBudget(Math.max(1, mostRuns)),
                runtime,
                work,
                progress);
    }
}
