package dev.narrowgauge.engine.runtime.ranking;

import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.engine.onnx.dataset.BoundDataset;
import dev.narrowgauge.engine.onnx.dataset.InputSpec;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.TensorShapeProto;
import dev.narrowgauge.engine.quantizer.QuantizedModel;
import dev.narrowgauge.engine.quantizer.isolation.IsolatedNode;
import dev.narrowgauge.engine.quantizer.isolation.NodeIsolation;
import dev.narrowgauge.engine.quantizer.isolation.TailWork;
import dev.narrowgauge.engine.runtime.SamplePlan;
import dev.narrowgauge.engine.runtime.files.TaskDirectory;
import dev.narrowgauge.engine.runtime.observe.ObservedModel;
import dev.narrowgauge.engine.runtime.pipe.ProgressMeter;
import dev.narrowgauge.engine.runtime.session.OnnxRuntime;
import dev.narrowgauge.engine.runtime.session.Optimization;
import dev.narrowgauge.engine.runtime.verify.FloatOutputs;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which nodes of a variant cost the accuracy, whatever its form: static, dynamic, mixed, half precision.
 *
 * <p>One pass of the float model over a few samples records what is needed again. A probe gives what each node adds to its
 * results, on the kernel that it has in the variant, and a tail what becomes of that in the outputs. Where the budget does
 * not reach, half of the work goes to nodes that lie evenly, the other half to those that make most noise, and the rest is
 * estimated.
 */
public final class NodeRanking {
    /** A probe computes its nodes in float, in the variant's form, and where what they read is rounded in float again. */
    private static final int PROBE_RUNS = 3;

    private final NodeIsolation isolation;
    private final List<IsolatedNode> nodes;
    private final List<String> outputs;
    private final boolean keepsProbed;
    private final OnnxRuntime runtime;
    private final TaskDirectory work;
    private final ProgressMeter progress;

    private NodeRanking(
            NodeIsolation isolation,
            List<IsolatedNode> nodes,
            List<String> outputs,
            boolean keepsProbed,
            OnnxRuntime runtime,
            TaskDirectory work,
            ProgressMeter progress) {
        this.isolation = isolation;
        this.nodes = nodes;
        this.outputs = outputs;
        this.keepsProbed = keepsProbed;
        this.runtime = runtime;
        this.work = work;
        this.progress = progress;
    }

    /**
     * @param baseline the float model that the variant was made from
     * @param data samples; a few of them are looked at
     */
    public static Ranking rank(
            ModelProto baseline,
            QuantizedModel variant,
            BoundDataset data,
            RankingBudget budget,
            OnnxRuntime runtime,
            TaskDirectory work,
            ProgressMeter progress) {
        return rank(baseline, variant, node -> true, data, budget, runtime, work, progress);
    }

    /**
     * The same of some nodes alone.
     *
     * @param which takes the name of a node
     */
    public static Ranking rank(
            ModelProto baseline,
            QuantizedModel variant,
            Predicate<String> which,
            BoundDataset data,
            RankingBudget budget,
            OnnxRuntime runtime,
            TaskDirectory work,
            ProgressMeter progress) {
        NodeIsolation isolation = NodeIsolation.of(baseline, variant);
        List<IsolatedNode> nodes = isolation.nodes().stream()
                .filter(node -> which.test(node.name()))
                .toList();
        List<String> outputs = FloatOutputs.of(baseline.getGraph());
        int quantized = (int) variant.nodes().stream()
                .filter(node -> node.placement().equals(NodeReport.QUANTIZED))
                .count();
        int others = variant.nodes().size() - quantized;
        progress.begin("sensitivity", nodes.size());
        if (nodes.isEmpty() || outputs.isEmpty()) {
            return new Ranking(List.of(), quantized, others, 0, 0);
        }
        boolean keepsProbed = SamplePlan.of(baseline.getGraph()) == SamplePlan.LARGE;
        return new NodeRanking(isolation, nodes, outputs, keepsProbed, runtime, work, progress)
                .rank(baseline, data, budget, quantized, others);
    }

    private Ranking rank(ModelProto baseline, BoundDataset data, RankingBudget budget, int quantized, int others) {
        TailWork tails = tailWork(baseline.getGraph(), data);
        List<Segment> segments = Segment.split(nodes, tails);
        double tailRuns = segments.stream()
                .mapToDouble(segment -> segment.nodes().size() * tails.share(segment.start()))
                .sum();
        int most = (int) Math.min(budget.runs() / (1 + PROBE_RUNS + tailRuns), nodes.size() + 1e6);
        try (Arena arena = Arena.ofShared()) {
            FloatValues values = record(baseline, segments, data, most, arena);
            return rank(segments, values, tails, tailRuns, budget, quantized, others);
        }
    }

    private Ranking rank(
            List<Segment> segments,
            FloatValues values,
            TailWork tails,
            double tailRuns,
            RankingBudget budget,
            int quantized,
            int others) {
        int samples = values.samples();
        double runs = samples * (1 + PROBE_RUNS + tailRuns);
        Damages damages = new Damages(nodes, outputs);
        if (runs <= budget.runs()) {
            measureAll(segments, values, damages);
        } else {
            runs = samples * (1 + 2 * PROBE_RUNS);
            runs += measureSome(segments, values, damages, tails, budget.runs() - runs);
        }
        return new Ranking(damages.worstFirst(), quantized, others, samples, runs);
    }

    private void measureAll(List<Segment> segments, FloatValues values, Damages damages) {
        int done = 0;
        for (Segment segment : segments) {
            try (SegmentMeasurement measurement = open(segment, values, Optional.empty())) {
                Set<IsolatedNode> all = Set.copyOf(segment.nodes());
                damages.add(measurement.measure(all), all);
            }
            done += segment.nodes().size();
            progress.advanceTo(done);
        }
    }

    /** @return what following the chosen nodes to the outputs took */
    private double measureSome(
            List<Segment> segments, FloatValues values, Damages damages, TailWork tails, double budget) {
        Deque<SegmentMeasurement> open = new ArrayDeque<>();
        try (Arena probed = Arena.ofShared()) {
            Optional<Arena> memory = keepsProbed ? Optional.of(probed) : Optional.empty();
            for (Segment segment : segments) {
                open.add(open(segment, values, memory));
                damages.add(open.getLast().measure(Set.of()), Set.of());
            }
            Map<IsolatedNode, Double> costs = new HashMap<>();
            segments.forEach(segment ->
                    segment.nodes().forEach(node -> costs.put(node, values.samples() * tails.share(segment.start()))));
            Set<IsolatedNode> chosen = damages.choose(costs, budget);
            int done = 0;
            while (!open.isEmpty()) {
                try (SegmentMeasurement measurement = open.remove()) {
                    damages.add(measurement.measure(chosen), chosen);
                    done += measurement.segment().nodes().size();
                    progress.advanceTo(done);
                }
            }
            return chosen.stream().mapToDouble(costs::get).sum();
        } finally {
            open.forEach(SegmentMeasurement::close);
        }
    }

    private SegmentMeasurement open(Segment segment, FloatValues values, Optional<Arena> memory) {
        return new SegmentMeasurement(segment, isolation, outputs, values, memory, runtime, work);
    }

    private FloatValues record(ModelProto baseline, List<Segment> segments, BoundDataset data, int most, Arena arena) {
        Set<String> tensors = new LinkedHashSet<>(outputs);
        segments.forEach(segment -> tensors.addAll(segment.inputs(isolation, outputs)));
        try (var model = ObservedModel.open(runtime, baseline, tensors, Optimization.EXTENDED, work, "float.onnx")) {
            return FloatPass.record(model, data, most, arena);
        }
    }

    /** For inputs as long as those of a typical sample. */
    private static TailWork tailWork(GraphProto graph, BoundDataset data) {
        GraphProto.Builder fed = graph.toBuilder().clearInput().clearValueInfo();
        Map<String, List<Long>> shapes = data.typicalShapes();
        for (InputSpec input : data.inputs()) {
            TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
            shapes.get(input.name())
                    .forEach(length ->
                            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(length)));
            fed.addInput(FloatValues.declaration(input.name(), input.elementType(), shape.build()));
        }
        return TailWork.of(Graph.of(fed.build()));
    }
}
