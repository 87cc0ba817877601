package dev.narrowgauge.engine.quantizer.float16;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.report.NodeReport;
import dev.narrowgauge.engine.onnx.graph.ElementTypes;
import dev.narrowgauge.engine.onnx.graph.FlatModel;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.proto.GraphProto;
import dev.narrowgauge.engine.onnx.proto.ModelProto;
import dev.narrowgauge.engine.quantizer.QuantizedModel;
import dev.narrowgauge.engine.quantizer.placement.PatternCheck;
import dev.narrowgauge.engine.quantizer.preparation.ModelPreparation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The conversion of one model to half precision: what to observe before, and what follows from it. May convert several
 * times, when running a result tells that more nodes have to stay in float32.
 */
public final class HalfPrecisionPlan {
    private final FlatModel model;
    private final Recipe recipe;
    private final Map<GraphNode, Optional<String>> byRule;
    private final Graph graph;
    private final ElementTypes types;

    private HalfPrecisionPlan(ModelProto model, Recipe recipe) {
        this.model = FlatModel.of(model);
        this.recipe = recipe;
        this.graph = Graph.of(this.model.graph());
        PatternCheck.check(recipe, graph.nodes());
        this.types = ElementTypes.of(graph);
        this.byRule = rules(graph, types);
    }

    /**
     * @param prepared the float model with constants folded and all tensor data inside
     * @throws dev.narrowgauge.domain.error.NarrowgaugeException with a MODEL_* code when it cannot be converted
     */
    public static HalfPrecisionPlan of(ModelProto prepared, Recipe recipe) {
        return new HalfPrecisionPlan(ModelPreparation.forFloat16(prepared), recipe);
    }

    /** The float model to observe: masks are already as small as they will be in the result. */
    public ModelProto observedModel() {
        GraphProto.Builder clipped = model.graph().toBuilder();
        for (int i = 0; i < clipped.getInitializerCount(); i++) {
            String name = clipped.getInitializer(i).getName();
            if (types.isFloat32(name)) {
                boolean bound = RangeRules.isBound(graph.consumers(name));
                clipped.setInitializer(i, Float16Constants.clipped(clipped.getInitializer(i), bound));
            }
        }
        return model.nested(model.model().toBuilder().setGraph(clipped).build());
    }

    /** The computed float32 values that nodes in half precision would read or write. */
    public Set<String> observedTensors() {
        Set<String> tensors = new LinkedHashSet<>();
        byRule.forEach((node, reason) -> {
            if (reason.isEmpty()) {
                values(node)
                        .filter(value -> types.isFloat32(value)
                                && graph.initializer(value).isEmpty())
                        .forEach(tensors::add);
            }
        });
        return tensors;
    }

    /** The nodes that rules do not keep in float32, in the order of the data flow, each with what it reads and writes. */
    public List<Candidate> candidates() {
        Set<String> observed = observedTensors();
        return byRule.entrySet().stream()
                .filter(entry -> entry.getValue().isEmpty())
                .map(entry -> new Candidate(
                        entry.getKey().name(),
                        entry.getKey().inputs().stream()
                                .filter(observed::contains)
                                .toList(),
                        entry.getKey().outputs().stream()
                                .filter(observed::contains)
                                .toList()))
                .toList();
    }

    /** A node that may compute in half precision, with the float values that pass through it. */
    public record Candidate(String node, List<String> inputs, List<String> outputs) {}

    /**
     * @param observed what the tensors were seen to hold; may be empty
     * @param keptFloat nodes to leave in float32, by name, each with its reason
     */
    public QuantizedModel convert(ValueRanges observed, Map<String, String> keptFloat) {
        Graph converted = Graph.of(model.graph());
        ElementTypes convertedTypes = ElementTypes.of(converted);
        RangeRules ranges = new RangeRules(converted, convertedTypes, observed);
        Map<GraphNode, Optional<String>> reasons = reasons(converted, convertedTypes, ranges, keptFloat);
        Float16Rewriter rewriter =
                new Float16Rewriter(converted, convertedTypes, reasons, recipe.keepIoTypes(), ranges::isBeyond);
        rewriter.rewrite();
        ModelProto result = model.model().toBuilder()
                .setGraph(converted.toProto())
                .setProducerName("narrowgauge")
                .clearProducerVersion()
                .build();
        return new QuantizedModel(
                model.nested(result), rewriter.tensorReports(), nodeReports(reasons, rewriter), List.of());
    }

    /** The names of the nodes that {@link #convert} leaves in float32. */
    public Set<String> floatNodes(ValueRanges observed, Map<String, String> keptFloat) {
        Set<String> names = new LinkedHashSet<>();
        reasons(graph, types, new RangeRules(graph, types, observed), keptFloat).forEach((node, reason) -> {
            if (reason.isPresent()) {
                names.add(node.name());
            }
        });
        return names;
    }

    /** The float model with its values rounded wherever the result of {@link #convert} would carry halves. */
    public ModelProto emulate(ValueRanges observed, Map<String, String> keptFloat) {
        Graph emulated = Graph.of(model.graph());
        ElementTypes emulatedTypes = ElementTypes.of(emulated);
        RangeRules ranges = new RangeRules(emulated, emulatedTypes, observed);
        HalfEmulation.apply(emulated, emulatedTypes, reasons(emulated, emulatedTypes, ranges, keptFloat));
        return model.nested(
                model.model().toBuilder().setGraph(emulated.toProto()).build());
    }

    private Map<GraphNode, Optional<String>> reasons(
            Graph rated, ElementTypes ratedTypes, RangeRules ranges, Map<String, String> keptFloat) {
        Map<GraphNode, Optional<String>> reasons = rules(rated, ratedTypes);
        reasons.replaceAll((node, reason) ->
                reason.or(() -> ranges.reasonToStay(node)).or(() -> Optional.ofNullable(keptFloat.get(node.name()))));
        return reasons;
    }

    private Map<GraphNode, Optional<String>> rules(Graph rated, ElementTypes ratedTypes) {
        Float16Rules rules = new Float16Rules(ratedTypes, recipe, WholeNumbers.of(rated, ratedTypes));
        Map<GraphNode, Optional<String>> reasons = new LinkedHashMap<>();
        rated.topologicalOrder().forEach(node -> reasons.put(node, rules.reasonToStay(node)));
        return reasons;
    }

    private static List<NodeReport> nodeReports(Map<GraphNode, Optional<String>> reasons, Float16Rewriter rewriter) {
        List<NodeReport> reports = new ArrayList<>();
        reasons.forEach((node, reason) -> {
            if (!FlatModel.isEntry(node)) {
                reports.add(new NodeReport(
                        node.name(),
                        node.opType(),
                        reason.isPresent() ? NodeReport.FLOAT : NodeReport.QUANTIZED,
                        reason.orElseGet(() -> rewriter.remark(node))));
            }
        });
        return reports;
    }

    private static Stream<String> values(GraphNode node) {
        return Stream.concat(node.inputs().stream(), node.outputs().stream()).filter(value -> !value.isEmpty());
    }
}
