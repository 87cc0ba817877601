package dev.narrowgauge.engine.quantizer;

import dev.narrowgauge.domain.recipe.Granularity;
import dev.narrowgauge.domain.recipe.IntegerType;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.recipe.Target;
import dev.narrowgauge.domain.report.TensorReport;
import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.quantizer.numbers.ChannelAxis;
import dev.narrowgauge.engine.quantizer.numbers.KnownWeights;
import dev.narrowgauge.engine.quantizer.numbers.QuantizedWeights;
import dev.narrowgauge.engine.quantizer.numbers.WeightFit;
import dev.narrowgauge.engine.quantizer.numbers.WeightRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Stores the tables that Gather looks rows up in as int8: {@code table[id] = codes[id] · scale[id]}. In a language model
 * they are most of the file. Each row has a scale of its own, because the lengths of word vectors differ a lot; it costs
 * one more lookup of a single number.
 */
public final class EmbeddingTables {
    /** Below, the nodes that turn codes into floats would cost more than the bytes are worth. */
    private static final long LEAST_ELEMENTS = 4096;

    /** A shorter row would pay too much for its scale. */
    private static final long LEAST_ROW = 16;

    private final Graph graph;
    private final QuantizationNodes nodes;
    private final Granularity granularity;
    private final Map<String, QuantizedWeights> tables = new HashMap<>();
    private final List<TensorReport> reports = new ArrayList<>();

    private EmbeddingTables(Graph graph, QuantizationNodes nodes, Granularity granularity) {
        this.graph = graph;
        this.nodes = nodes;
        this.granularity = granularity;
    }

    /** Whether the node looks rows up in a constant table that is worth storing as codes. */
    public static boolean isLookup(GraphNode node, Graph graph, Recipe recipe) {
        return recipe.target() != Target.TENSORRT
                && node.isStandard("Gather")
                && node.intAttribute("axis", 0) == 0
                && recipe.selects(node.opType(), node.name())
                && graph.constant(node.input(0))
                        .filter(EmbeddingTables::isTable)
                        .filter(table -> isOnlyLookedUp(table.getName(), graph))
                        .isPresent();
    }

    private static boolean isTable(TensorProto constant) {
        if (constant.getDataType() != ElementType.FLOAT.number() || constant.getDimsCount() < 2) {
            return false;
        }
        long elements = TensorValues.elementCount(constant);
        return elements >= LEAST_ELEMENTS && elements / constant.getDims(0) >= LEAST_ROW;
    }

    /** Otherwise the float table stays in the file and the codes make it longer. */
    private static boolean isOnlyLookedUp(String table, Graph graph) {
        return !graph.isGraphOutput(table)
                && graph.consumers(table).stream()
                        .allMatch(reader -> reader.isStandard("Gather")
                                && reader.intAttribute("axis", 0) == 0
                                && reader.input(0).equals(table));
    }

    /** Rewrites every lookup; returns what became of each table. */
    public static List<TensorReport> quantize(Graph graph, QuantizationNodes nodes, Recipe recipe) {
        var tables = new EmbeddingTables(graph, nodes, recipe.weights().granularity());
        List<GraphNode> lookups = graph.nodes().stream()
                .filter(node -> isLookup(node, graph, recipe))
                .toList();
        lookups.forEach(tables::rewrite);
        graph.removeUnusedInitializers();
        return tables.reports;
    }

    private void rewrite(GraphNode lookup) {
        TensorProto table = graph.constant(lookup.input(0)).orElseThrow();
        QuantizedWeights quantized = tables.computeIfAbsent(table.getName(), name -> quantized(table));
        String indices = lookup.input(1);
        String result = lookup.output(0);
        String codes =
                nodes.codes(table.getName(), IntegerType.INT8, quantized.stored(), QuantizationNodes.dims(table));
        String found = graph.freshName("q");
        graph.replace(lookup, "Gather", List.of(codes, indices), lookup.attributes());
        graph.renameOutput(graph.producer(result).orElseThrow(), 0, found);
        if (quantized.scales().length == 1) {
            graph.add(
                    "DequantizeLinear",
                    graph.freshName("d"),
                    List.of(found, nodes.scale(quantized.scales()[0]), nodes.zeroPoint(IntegerType.INT8, 0, 0)),
                    List.of(result),
                    List.of());
            return;
        }
        String number = graph.freshName("f");
        graph.add("Cast", number, List.of(found), List.of(number), List.of(toFloat()));
        String scale = graph.freshName("r");
        graph.add("Gather", scale, List.of(rowScales(table, quantized), indices), List.of(scale), List.of());
        graph.add("Mul", graph.freshName("m"), List.of(number, scale), List.of(result), List.of());
    }

    private QuantizedWeights quantized(TensorProto table) {
        ChannelAxis axis = granularity == Granularity.PER_CHANNEL
                ? ChannelAxis.of(table.getDimsList(), 0)
                : ChannelAxis.whole(Math.toIntExact(TensorValues.elementCount(table)));
        WeightFit fit = WeightFit.of(WeightRange.whole(IntegerType.INT8));
        QuantizedWeights quantized = KnownWeights.of(table, "", UnaryOperator.identity(), axis, fit);
        reports.add(quantized.report(table.getName()));
        return quantized;
    }

    /** With the rank of the table, so that a row's scale spreads over the row. */
    private String rowScales(TensorProto table, QuantizedWeights quantized) {
        String name = table.getName() + ".s";
        if (graph.constant(name).isEmpty()) {
            long[] dims = new long[table.getDimsCount()];
            Arrays.fill(dims, 1);
            dims[0] = quantized.scales().length;
            graph.putInitializer(Tensors.floats(name, quantized.scales(), dims));
        }
        return name;
    }

    private static AttributeProto toFloat() {
        return Attributes.integer("to", ElementType.FLOAT.number());
    }
}
