package dev.narrowgauge.engine.quantizer;

import dev.narrowgauge.domain.recipe.Format;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.domain.report.TensorReport;
import dev.narrowgauge.engine.onnx.graph.FlatModel;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.calibration.ActivationStatistics;
import dev.narrowgauge.engine.quantizer.calibration.CalibrationStatistics;
import dev.narrowgauge.engine.quantizer.calibration.TensorStatistics;
import dev.narrowgauge.engine.quantizer.form.IntegerForm;
import dev.narrowgauge.engine.quantizer.placement.CountedRun;
import dev.narrowgauge.engine.quantizer.placement.OperatorRule.Role;
import dev.narrowgauge.engine.quantizer.placement.OperatorRules;
import dev.narrowgauge.engine.quantizer.placement.PatternCheck;
import dev.narrowgauge.engine.quantizer.placement.Placement;
import dev.narrowgauge.engine.quantizer.placement.Placements;
import dev.narrowgauge.engine.quantizer.placement.Planner;
import dev.narrowgauge.engine.quantizer.qoperator.OperatorFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What will be quantized, before anything has run. The same plan can be carried out with several statistics. */
public final class QuantizationPlan implements VariantPlan {
    private static final String UNSEEN = "No calibration sample takes the branches that it is on.";

    private final FlatModel floatModel;
    private final Graph graph;
    private final Placements placements;
    private final Recipe recipe;
    private final OperatorRules rules;
    private final Map<String, String> observedAs;

    private QuantizationPlan(
            FlatModel floatModel,
            Graph graph,
            Placements placements,
            Recipe recipe,
            OperatorRules rules,
            Map<String, String> observedAs) {
        this.floatModel = floatModel;
        this.graph = graph;
        this.placements = placements;
        this.recipe = recipe;
        this.rules = rules;
        this.observedAs = observedAs;
    }

    static QuantizationPlan of(ModelProto floatModel, Recipe recipe, OperatorRules rules) {
        FlatModel flat = FlatModel.of(floatModel);
        Graph graph = Graph.of(flat.graph());
        PatternCheck.check(recipe, graph.nodes());
        Placements placements = Planner.plan(graph, recipe, rules);
        return new QuantizationPlan(flat, graph, placements, recipe, rules, placements.quantizedValues());
    }

    /**
     * The same plan with more nodes in float, and with what becomes useless around them. What is float in this plan stays
     * so, hence the statistics that this plan observed serve the new one.
     *
     * @param reasons by the name of a node that is quantized here; what a node absorbs goes with it
     */
    @Override
    public QuantizationPlan withFloat(Map<String, String> reasons) {
        return narrowed(reasons, Optional.empty());
    }

    /** The same plan with those regions in float that take less time there in that run. */
    @Override
    public QuantizationPlan counted(CountedRun run) {
        return narrowed(Map.of(), Optional.of(run));
    }

    @Override
    public QuantizationPlan observed(CalibrationStatistics statistics) {
        Map<String, String> unseen = unseen(sourced(statistics));
        return unseen.isEmpty() ? this : withFloat(unseen).observed(statistics);
    }

    /** The quantized nodes in branches and bodies that would need a range which is not there. */
    private Map<String, String> unseen(CalibrationStatistics statistics) {
        Map<String, String> unseen = new HashMap<>();
        placements.quantizedValues().forEach((value, range) -> {
            TensorStatistics seen = statistics.of(range).extremes();
            if (seen.isEmpty()
                    && seen.nonFiniteCount() == 0
                    && recipe.rangeOf(range).isEmpty()) {
                Stream.concat(writer(value).stream(), graph.consumers(value).stream())
                        .filter(node ->
                                floatModel.isInScope(node) && placements.of(node) instanceof Placement.Quantized)
                        .forEach(node -> unseen.put(node.name(), UNSEEN));
            }
        });
        return unseen;
    }

    /** The node whose kernel gives the value: what it absorbs has none of its own. */
    private Optional<GraphNode> writer(String value) {
        Optional<GraphNode> writer = graph.producer(value);
        while (writer.isPresent() && placements.of(writer.get()) instanceof Placement.Absorbed) {
            writer = graph.producer(writer.get().input(0));
        }
        return writer;
    }

    private QuantizationPlan narrowed(Map<String, String> reasons, Optional<CountedRun> run) {
        Map<String, String> all = new HashMap<>(reasons);
        for (GraphNode node : placements.nodes()) {
            switch (placements.of(node)) {
                case Placement.Float(String reason) -> all.putIfAbsent(node.name(), reason);
                // Without it the node before it would need the range of a value that was not observed.
                case Placement.Absorbed _ -> all.remove(node.name());
                case Placement.Quantized _ -> {}
            }
        }
        Placements narrowed = Planner.plan(graph, recipe, rules, all, run);
        return new QuantizationPlan(floatModel, graph, narrowed, recipe, rules, observedAs);
    }

    /** The nodes that multiply and add in integers, in the order of the data flow. */
    @Override
    public List<GraphNode> integerProducts() {
        return placements.nodes().stream()
                .filter(node -> placements
                        .rule(node)
                        .filter(rule -> rule.role() == Role.MULTIPLY_ACCUMULATE)
                        .isPresent())
                .toList();
    }

    /** The same plan with no other product in integers than this; null leaves none. */
    @Override
    public QuantizationPlan withOnly(GraphNode product) {
        Map<String, String> others = new HashMap<>();
        integerProducts().stream()
                .filter(node -> product == null || !node.name().equals(product.name()))
                .forEach(node -> others.put(node.name(), "Another node is looked at alone."));
        return withFloat(others);
    }

    /** The float model to observe during calibration; it gives the same results as the one that was planned for. */
    @Override
    public ModelProto floatModel() {
        return floatModel.nested(floatModel.model());
    }

    /** The float32 values of {@link #floatModel()} whose statistics {@link #quantize} needs; inputs may be among them. */
    @Override
    public Set<String> observedTensors() {
        return new TreeSet<>(placements.quantizedValues().values());
    }

    /** The decision for every node, in the order of the data flow. */
    @Override
    public List<NodeReport> nodes() {
        Map<String, String> quantized = placements.quantizedValues();
        return nodesOfTheModel().stream()
                .map(node -> report(node, quantized.containsKey(node.output(0))))
                .toList();
    }

    private List<GraphNode> nodesOfTheModel() {
        return placements.nodes().stream()
                .filter(node -> !FlatModel.isEntry(node))
                .toList();
    }

    /** The same in words, with the types that the recipe gives each node. */
    public List<NodePlan> explain() {
        PlanExplanation explanation = new PlanExplanation(graph, placements, recipe);
        List<NodeReport> reports = nodes();
        List<GraphNode> nodes = nodesOfTheModel();
        return IntStream.range(0, reports.size())
                .mapToObj(i -> explanation.of(nodes.get(i), reports.get(i)))
                .toList();
    }

    private NodeReport report(GraphNode node, boolean resultIsQuantized) {
        return switch (placements.of(node)) {
            case Placement.Quantized _ -> new NodeReport(node.name(), node.opType(), NodeReport.QUANTIZED, "");
            case Placement.Absorbed _
            when resultIsQuantized -> new NodeReport(node.name(), node.opType(), NodeReport.ABSORBED, "");
            case Placement.Absorbed _ ->
                new NodeReport(node.name(), node.opType(), NodeReport.FLOAT, "Only float nodes read its result.");
            case Placement.Float _
            when EmbeddingTables.isLookup(node, graph, recipe) ->
                new NodeReport(node.name(), node.opType(), NodeReport.QUANTIZED, "");
            case Placement.Float(String reason) -> new NodeReport(node.name(), node.opType(), NodeReport.FLOAT, reason);
        };
    }

    /**
     * Writes the quantized model: the same plan and statistics always give the same bytes.
     *
     * @throws dev.narrowgauge.domain.error.NarrowgaugeException when statistics are missing or have no finite value
     */
    @Override
    public QuantizedModel quantize(CalibrationStatistics statistics) {
        IntegerForm form = IntegerForm.of(floatModel.graph(), placements);
        // A copy: rewriting changes the graph, and node names are the same in both.
        Graph target = Graph.of(form.graph().toProto());
        GraphRewriter rewriter = new GraphRewriter(form, target, recipe, sourced(statistics));
        rewriter.rewrite();
        List<TensorReport> tensors = new ArrayList<>(rewriter.tensorReports());
        tensors.addAll(EmbeddingTables.quantize(target, new QuantizationNodes(target), recipe));
        ModelProto model = floatModel.model().toBuilder()
                .setGraph(target.toProto())
                .setProducerName("narrowgauge")
                .clearProducerVersion()
                .build();
        ModelProto written = recipe.format() == Format.QOPERATOR ? OperatorFormat.of(model) : model;
        return new QuantizedModel(
                floatModel.nested(written), tensors, nodes(), rewriter.activations(), form.channels());
    }

    /** What a moving node gave on was observed before it; a plan without that node has to look it up there. */
    private CalibrationStatistics sourced(CalibrationStatistics statistics) {
        Map<String, ActivationStatistics> tensors = new HashMap<>(statistics.tensors());
        observedAs.forEach((value, source) -> tensors.putIfAbsent(value, statistics.of(source)));
        return new CalibrationStatistics(tensors);
    }
}
