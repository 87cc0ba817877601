package dev.narrowgauge.engine.quantizer.dynamic;

import dev.narrowgauge.domain.recipe.Granularity;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.domain.recipe.WeightSettings;
import dev.narrowgauge.domain.report.TensorReport;
import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.quantizer.QuantizationNodes;
import dev.narrowgauge.engine.quantizer.numbers.ChannelAxis;
import dev.narrowgauge.engine.quantizer.numbers.KnownWeights;
import dev.narrowgauge.engine.quantizer.numbers.ProductLayout;
import dev.narrowgauge.engine.quantizer.numbers.QuantizedWeights;
import dev.narrowgauge.engine.quantizer.numbers.WeightFit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Adds the nodes and constants that dynamic quantization is made of. */
final class DynamicNodes {
    private final Graph graph;
    private final QuantizationNodes constants;
    private final Recipe recipe;
    private final List<TensorReport> reports;
    private final Map<String, Integers> measured = new HashMap<>();

    /** Names of codes, of their scale and of their zero point. */
    record Integers(String codes, String scale, String zeroPoint) {}

    DynamicNodes(Graph graph, QuantizationNodes constants, Recipe recipe, List<TensorReport> reports) {
        this.graph = graph;
        this.constants = constants;
        this.recipe = recipe;
        this.reports = reports;
    }

    Graph graph() {
        return graph;
    }

    WeightSettings settings(GraphNode node) {
        return recipe.weightsOf(node.name());
    }

    boolean perChannel(GraphNode node) {
        return settings(node).granularity() == Granularity.PER_CHANNEL;
    }

    /**
     * Measures the range of a value while the model runs. All readers share one node: the runtime merges equal nodes before
     * it fuses them, so one for each reader would be no faster.
     */
    Integers measure(String value) {
        return measured.computeIfAbsent(value, name -> {
            var integers = new Integers(graph.freshName("q"), graph.freshName("qs"), graph.freshName("qz"));
            graph.add(
                    "DynamicQuantizeLinear",
                    integers.codes(),
                    List.of(name),
                    List.of(integers.codes(), integers.scale(), integers.zeroPoint()),
                    List.of());
            return integers;
        });
    }

    /** @param layout how the kernel walks through the weights, where that is known */
    QuantizedWeights quantize(
            TensorProto constant, ChannelAxis axis, WeightSettings settings, Optional<ProductLayout> layout) {
        return quantize(constant, "", UnaryOperator.identity(), axis, settings, layout);
    }

    /** @param form what is done to the values before, see {@link KnownWeights} */
    QuantizedWeights quantize(
            TensorProto constant,
            Object form,
            UnaryOperator<float[]> values,
            ChannelAxis axis,
            WeightSettings settings,
            Optional<ProductLayout> layout) {
        QuantizedWeights quantized = KnownWeights.of(constant, form, values, axis, WeightFit.of(settings, layout));
        reports.add(quantized.report(constant.getName()));
        return quantized;
    }

    /** Stores a matrix; with one scale for each column its zero point is given for each column, too. */
    Integers storeMatrix(String name, QuantizedWeights weights, long... dims) {
        int channels = weights.scales().length;
        boolean one = channels == 1;
        return new Integers(
                constants.codes(name, weights.type(), weights.stored(), dims),
                one ? constants.scale(weights.scales()[0]) : constants.scales(name, weights.scales()),
                constants.zeroPoint(weights.type(), weights.zeroPoint(), one ? 0 : channels));
    }

    QuantizationNodes constants() {
        return constants;
    }

    /** Adds a node of the standard domain, named after its result. */
    String add(String opType, List<String> inputs, AttributeProto... attributes) {
        String result = graph.freshName("v");
        return addTo(result, opType, inputs, attributes);
    }

    /** Adds a node that writes that value. */
    String addTo(String result, String opType, List<String> inputs, AttributeProto... attributes) {
        graph.add(opType, graph.freshName("n"), inputs, List.of(result), List.of(attributes));
        return result;
    }

    /** The integer sums as float, times the scale of the input, times those of the weights. */
    void rescale(String sums, String inputScale, String weightScale, String result) {
        String floats = add("Cast", List.of(sums), Attributes.integer("to", ElementType.FLOAT.number()));
        String scale = add("Mul", List.of(inputScale, weightScale));
        addTo(result, "Mul", List.of(floats, scale));
    }
}
