package dev.narrowgauge.engine.quantizer.dynamic;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.domain.report.TensorReport;
import dev.narrowgauge.engine.onnx.graph.FlatModel;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.OperatorSetIdProto;
import dev.narrowgauge.engine.quantizer.EmbeddingTables;
import dev.narrowgauge.engine.quantizer.QuantizationNodes;
import dev.narrowgauge.engine.quantizer.QuantizedModel;
import dev.narrowgauge.engine.quantizer.VariantPlan;
import dev.narrowgauge.engine.quantizer.calibration.CalibrationStatistics;
import dev.narrowgauge.engine.quantizer.placement.PatternCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a dynamic quantization will change, before anything is changed. */
public final class DynamicPlan implements VariantPlan {
    private final ModelProto floatModel;
    private final Recipe recipe;
    private final List<NodeReport> nodes;

    private DynamicPlan(ModelProto floatModel, Recipe recipe, List<NodeReport> nodes) {
        this.floatModel = floatModel;
        this.recipe = recipe;
        this.nodes = nodes;
    }

    static DynamicPlan of(ModelProto floatModel, Recipe recipe) {
        Graph graph = Graph.of(FlatModel.of(floatModel).graph());
        PatternCheck.check(recipe, graph.nodes());
        var eligibility = new DynamicEligibility(graph, recipe);
        return new DynamicPlan(
                floatModel,
                recipe,
                graph.topologicalOrder().stream()
                        .filter(node -> !FlatModel.isEntry(node))
                        .map(eligibility::judge)
                        .toList());
    }

    /** The same decisions for a model in which other nodes of {@link #floatModel()} have become integers already. */
    DynamicPlan over(ModelProto model) {
        return new DynamicPlan(model, recipe, nodes);
    }

    @Override
    public ModelProto floatModel() {
        return floatModel;
    }

    /** None: ranges are measured while the variant runs. */
    @Override
    public Set<String> observedTensors() {
        return Set.of();
    }

    @Override
    public List<NodeReport> nodes() {
        return nodes;
    }

    @Override
    public List<GraphNode> integerProducts() {
        Set<String> quantized = quantized();
        return Graph.of(FlatModel.of(floatModel).graph()).topologicalOrder().stream()
                .filter(node -> quantized.contains(node.name())
                        && DynamicOperators.of(node).isPresent())
                .toList();
    }

    @Override
    public DynamicPlan withFloat(Map<String, String> reasons) {
        Map<String, String> products = new HashMap<>();
        integerProducts().forEach(node -> products.put(node.name(), reasons.get(node.name())));
        return new DynamicPlan(
                floatModel,
                recipe,
                nodes.stream()
                        .map(node -> narrowed(node, products.get(node.name())))
                        .toList());
    }

    private static NodeReport narrowed(NodeReport node, String reason) {
        return reason == null ? node : new NodeReport(node.name(), node.opType(), NodeReport.FLOAT, reason);
    }

    @Override
    public DynamicPlan withOnly(GraphNode product) {
        Map<String, String> others = new HashMap<>();
        integerProducts().stream()
                .filter(node -> product == null || !node.name().equals(product.name()))
                .forEach(node -> others.put(node.name(), "Another node is looked at alone."));
        return withFloat(others);
    }

    private Set<String> quantized() {
        return nodes.stream()
                .filter(node -> node.placement().equals(NodeReport.QUANTIZED))
                .map(NodeReport::name)
                .collect(toUnmodifiableSet());
    }

    /** As {@link #quantize()}: nothing has to be observed. */
    @Override
    public QuantizedModel quantize(CalibrationStatistics statistics) {
        return quantize();
    }

    /** Writes the quantized model: the same plan always gives the same bytes. */
    public QuantizedModel quantize() {
        FlatModel flat = FlatModel.of(floatModel);
        Graph target = Graph.of(flat.graph());
        var constants = new QuantizationNodes(target);
        List<TensorReport> reports = new ArrayList<>(EmbeddingTables.quantize(target, constants, recipe));
        var rewriter = new DynamicNodes(target, constants, recipe, reports);
        Set<String> quantized = quantized();
        for (GraphNode node : List.copyOf(target.topologicalOrder())) {
            Optional<DynamicOperator> operator = DynamicOperators.of(node);
            if (operator.isPresent() && quantized.contains(node.name())) {
                operator.get().rewrite(node, rewriter);
            }
        }
        target.removeUnusedInitializers();
        ModelProto quantizedModel = flat.nested(model(flat, target.toProto()));
        return new QuantizedModel(quantizedModel, reports, nodes, List.of());
    }

    private static ModelProto model(FlatModel flat, GraphProto graph) {
        ModelProto.Builder model = flat.model().toBuilder()
                .setGraph(graph)
                .setProducerName("narrowgauge")
                .clearProducerVersion();
        boolean needsImport =
                graph.getNodeList().stream().anyMatch(node -> node.getDomain().equals(DynamicOperators.MICROSOFT))
                        && model.getOpsetImportList().stream()
                                .noneMatch(imported -> imported.getDomain().equals(DynamicOperators.MICROSOFT));
        if (needsImport) {
            model.addOpsetImport(OperatorSetIdProto.newBuilder()
                    .setDomain(DynamicOperators.MICROSOFT)
                    .setVersion(1));
        }
        return model.build();
    }
}
