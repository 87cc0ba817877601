package dev.narrowgauge.engine.quantizer.dynamic;

import dev.narrowgauge.domain.recipe.IntegerType;
import dev.narrowgauge.domain.recipe.WeightSettings;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.quantizer.QuantizationNodes;
import dev.narrowgauge.engine.quantizer.dynamic.DynamicNodes.Integers;
import dev.narrowgauge.engine.quantizer.numbers.ChannelAxis;
import dev.narrowgauge.engine.quantizer.numbers.QuantizedWeights;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Conv: {@code y = ConvInteger(q(x), q(w)) · scale(x) · scale(w) [+ bias]}. Weights are uint8 with one zero point whatever
 * the recipe says, as the runtime's ConvInteger has no kernel for others.
 */
final class IntegerConvolution implements DynamicOperator {
    @Override
    public Optional<String> obstacle(GraphNode node, Graph graph) {
        return DynamicOperator.weightObstacle(node, 1, graph).or(() -> {
            String bias = node.input(2);
            return bias.isEmpty() || graph.constant(bias).isPresent()
                    ? Optional.empty()
                    : Optional.of("Its bias is computed, not constant.");
        });
    }

    @Override
    public void rewrite(GraphNode node, DynamicNodes nodes) {
        Graph graph = nodes.graph();
        TensorProto constant = graph.constant(node.input(1)).orElseThrow();
        Integers weights = weights(node, constant, nodes);
        String result = node.output(0);
        graph.remove(node);
        Integers measured = nodes.measure(node.input(0));
        String sums = graph.freshName("v");
        graph.add(
                "ConvInteger",
                node.name(),
                List.of(measured.codes(), weights.codes(), measured.zeroPoint(), weights.zeroPoint()),
                List.of(sums),
                node.attributes());
        String bias = node.input(2);
        String product = bias.isEmpty() ? result : graph.freshName("v");
        nodes.rescale(sums, measured.scale(), weights.scale(), product);
        if (!bias.isEmpty()) {
            String spread = graph.uniqueName(bias + ".b");
            float[] values = TensorValues.floats(graph.constant(bias).orElseThrow());
            graph.putInitializer(Tensors.floats(spread, values, channelDims(constant, values.length)));
            nodes.addTo(result, "Add", List.of(product, spread));
        }
    }

    private static Integers weights(GraphNode node, TensorProto constant, DynamicNodes nodes) {
        ChannelAxis axis = nodes.perChannel(node)
                ? ChannelAxis.of(constant.getDimsList(), 0)
                : ChannelAxis.whole(Math.toIntExact(TensorValues.elementCount(constant)));
        String name = constant.getName();
        QuantizedWeights quantized = nodes.quantize(constant, axis, unsigned(nodes.settings(node)), Optional.empty());
        String scale = nodes.graph().uniqueName(name + ".s");
        float[] scales = quantized.scales();
        nodes.graph()
                .putInitializer(
                        scales.length == 1
                                ? Tensors.floats(scale, scales)
                                : Tensors.floats(scale, scales, channelDims(constant, scales.length)));
        return new Integers(
                nodes.constants().codes(name, IntegerType.UINT8, quantized.stored(), QuantizationNodes.dims(constant)),
                scale,
                nodes.constants().zeroPoint(IntegerType.UINT8, quantized.zeroPoint(), 0));
    }

    private static WeightSettings unsigned(WeightSettings settings) {
        return new WeightSettings(IntegerType.UINT8, settings.granularity(), settings.reducedRange());
    }

    /** {@code [C, 1, …]}: one number for each channel, spread over the image. */
    private static long[] channelDims(TensorProto weights, int channels) {
        long[] dims = new long[weights.getDimsCount() - 1];
        Arrays.fill(dims, 1);
        dims[0] = channels;
        return dims;
    }
}
