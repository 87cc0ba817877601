package dev.narrowgauge.engine.quantizer.dynamic;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.domain.report.TensorReport;
import dev.narrowgauge.engine.onnx.graph.FlatModel;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.QuantizationPlan;
import dev.narrowgauge.engine.quantizer.QuantizedModel;
import dev.narrowgauge.engine.quantizer.StaticQuantizer;
import dev.narrowgauge.engine.quantizer.VariantPlan;
import dev.narrowgauge.engine.quantizer.calibration.CalibrationStatistics;
import dev.narrowgauge.engine.quantizer.placement.CountedRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Both kinds of ranges in one model: nodes with a static integer kernel have ranges measured beforehand, and of what stays
 * float, weighted nodes with a dynamic kernel have ranges measured while the model runs. A recipe may tell a node to be
 * dynamic although it has a static kernel.
 */
public final class MixedPlan implements VariantPlan {
    private final QuantizationPlan fixed;
    private final DynamicPlan dynamic;

    private MixedPlan(QuantizationPlan fixed, DynamicPlan dynamic) {
        this.fixed = fixed;
        this.dynamic = dynamic;
    }

    /**
     * Decides what will be quantized.
     *
     * @param prepared the float model with constants folded and all tensor data inside
     */
    public static MixedPlan of(ModelProto prepared, Recipe recipe) {
        QuantizationPlan fixed = StaticQuantizer.plan(prepared, recipe);
        DynamicPlan dynamic = DynamicQuantizer.plan(prepared, recipe);
        return new MixedPlan(fixed, leftBy(fixed, dynamic, Map.of()));
    }

    /** What the static plan has in integers already, or takes for free, is not measured again. */
    private static DynamicPlan leftBy(QuantizationPlan fixed, DynamicPlan dynamic, Map<String, String> reasons) {
        Map<String, String> taken = new HashMap<>(reasons);
        fixed.integerProducts().forEach(node -> taken.put(node.name(), "Its ranges are measured beforehand."));
        return dynamic.withFloat(taken);
    }

    @Override
    public ModelProto floatModel() {
        return fixed.floatModel();
    }

    @Override
    public Set<String> observedTensors() {
        return fixed.observedTensors();
    }

    @Override
    public List<NodeReport> nodes() {
        return merged(fixed.nodes());
    }

    private List<NodeReport> merged(List<NodeReport> reports) {
        Map<String, NodeReport> measured = new HashMap<>();
        dynamic.nodes().stream()
                .filter(node -> node.placement().equals(NodeReport.QUANTIZED))
                .forEach(node -> measured.put(node.name(), node));
        return reports.stream()
                .map(node -> measured.getOrDefault(node.name(), node))
                .toList();
    }

    @Override
    public List<GraphNode> integerProducts() {
        Set<String> names = new HashSet<>();
        Stream.concat(fixed.integerProducts().stream(), dynamic.integerProducts().stream())
                .forEach(node -> names.add(node.name()));
        return Graph.of(FlatModel.of(floatModel()).graph()).topologicalOrder().stream()
                .filter(node -> names.contains(node.name()))
                .toList();
    }

    /** The nodes that measure their ranges while the model runs. */
    public List<GraphNode> dynamicProducts() {
        return dynamic.integerProducts();
    }

    @Override
    public MixedPlan withFloat(Map<String, String> reasons) {
        QuantizationPlan narrowed = fixed.withFloat(reasons);
        return new MixedPlan(narrowed, leftBy(narrowed, dynamic, reasons));
    }

    @Override
    public MixedPlan observed(CalibrationStatistics statistics) {
        return new MixedPlan(fixed.observed(statistics), dynamic);
    }

    @Override
    public MixedPlan counted(CountedRun run) {
        QuantizationPlan narrowed = fixed.counted(run);
        Map<String, String> slower = new HashMap<>();
        fixed.integerProducts().forEach(node -> slower.put(node.name(), "Its region takes less time in float."));
        return new MixedPlan(narrowed, leftBy(narrowed, dynamic, slower));
    }

    @Override
    public MixedPlan withOnly(GraphNode product) {
        return new MixedPlan(fixed.withOnly(product), dynamic.withOnly(product));
    }

    @Override
    public QuantizedModel quantize(CalibrationStatistics statistics) {
        QuantizedModel first = fixed.quantize(statistics);
        QuantizedModel second = dynamic.over(first.model()).quantize();
        List<TensorReport> tensors = new ArrayList<>(first.tensors());
        tensors.addAll(second.tensors());
        return new QuantizedModel(
                second.model(), tensors, merged(first.nodes()), first.activations(), first.channels());
    }
}
