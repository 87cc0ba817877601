package dev.narrowgauge.engine.quantizer.dynamic;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.domain.report.TensorReport;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.onnx.proto.OperatorSetIdProto;
import dev.narrowgauge.engine.quantizer.EmbeddingTables;
import dev.narrowgauge.engine.quantizer.QuantizationNodes;
import dev.narrowgauge.engine.quantizer.QuantizedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a dynamic quantization will change, before anything is changed. */
public final class DynamicPlan {
    private final ModelProto floatModel;
    private final Recipe recipe;
    private final List<NodeReport> nodes;

    DynamicPlan(ModelProto floatModel, Recipe recipe) {
        this.floatModel = floatModel;
        this.recipe = recipe;
        Graph graph = Graph.of(floatModel.getGraph());
        var eligibility = new DynamicEligibility(graph, recipe);
        this.nodes = graph.topologicalOrder().stream().map(eligibility::judge).toList();
    }

    /** The float model that the variant is to be compared with. */
    public ModelProto floatModel() {
        return floatModel;
    }

    /** The decision for every node, in the order of the data flow. */
    public List<NodeReport> nodes() {
        return nodes;
    }

    /** Writes the quantized model: the same plan always gives the same bytes. */
    public QuantizedModel quantize() {
        Graph target = Graph.of(floatModel.getGraph());
        var constants = new QuantizationNodes(target);
        List<TensorReport> reports = new ArrayList<>(EmbeddingTables.quantize(target, constants, recipe));
        var rewriter = new DynamicNodes(target, constants, recipe, reports);
        Set<String> quantized = nodes.stream()
                .filter(node -> node.placement().equals(NodeReport.QUANTIZED))
                .map(NodeReport::name)
                .collect(toUnmodifiableSet());
        for (GraphNode node : List.copyOf(target.topologicalOrder())) {
            Optional<DynamicOperator> operator = DynamicOperators.of(node);
            if (operator.isPresent() && quantized.contains(node.name())) {
                operator.get().rewrite(node, rewriter);
            }
        }
        target.removeUnusedInitializers();
        return new QuantizedModel(model(target.toProto()), reports, nodes, List.of());
    }

    private ModelProto model(GraphProto graph) {
        ModelProto.Builder model = floatModel.toBuilder()
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
