package dev.narrowgauge.engine.quantizer.dynamic;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.quantizer.QuantizationNodes;
import dev.narrowgauge.engine.quantizer.dynamic.DynamicNodes.Integers;
import dev.narrowgauge.engine.quantizer.numbers.ChannelAxis;
import dev.narrowgauge.engine.quantizer.numbers.ProductLayout;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** ONNX Runtime's fused Attention as its QAttention: the projections compute in integers, the softmax in float. */
final class AttentionLayer implements DynamicOperator {
    private static final int WEIGHTS = 1;
    private static final int BIAS = 2;
    private static final int MASK = 3;
    private static final int PAST = 4;

    private static final Set<String> ATTRIBUTES = Set.of(
            "num_heads", "unidirectional", "do_rotary", "mask_filter_value", "past_present_share_buffer", "scale");

    @Override
    public Optional<String> obstacle(GraphNode node, Graph graph) {
        Optional<String> obstacle = DynamicOperator.weightObstacle(node, WEIGHTS, graph);
        if (obstacle.isPresent()) {
            return obstacle;
        }
        if (node.input(BIAS).isEmpty()) {
            return Optional.of("Its integer kernel needs a bias.");
        }
        boolean simple = node.inputs().stream().skip(PAST + 1L).allMatch(String::isEmpty)
                && node.attributes().stream().map(AttributeProto::getName).allMatch(ATTRIBUTES::contains);
        return simple
                ? Optional.empty()
                : Optional.of("Its integer kernel knows neither an attention bias nor sizes of its own for queries,"
                        + " keys and values.");
    }

    @Override
    public void rewrite(GraphNode node, DynamicNodes nodes) {
        Graph graph = nodes.graph();
        TensorProto constant = graph.constant(node.input(WEIGHTS)).orElseThrow();
        long[] dims = QuantizationNodes.dims(constant);
        ChannelAxis axis = nodes.perChannel(node)
                ? ChannelAxis.of(constant.getDimsList(), 1)
                : ChannelAxis.whole(Math.toIntExact(TensorValues.elementCount(constant)));
        String name = constant.getName();
        Optional<ProductLayout> layout =
                Optional.of(ProductLayout.matrix(Math.toIntExact(dims[0]), Math.toIntExact(dims[1])));
        Integers weights = nodes.storeMatrix(name, nodes.quantize(constant, axis, nodes.settings(node), layout), dims);
        Integers measured = nodes.measure(node.input(0));
        graph.remove(node);
        graph.add(
                DynamicOperators.MICROSOFT,
                "QAttention",
                node.name(),
                List.of(
                        measured.codes(),
                        weights.codes(),
                        node.input(BIAS),
                        measured.scale(),
                        weights.scale(),
                        node.input(MASK),
                        measured.zeroPoint(),
                        weights.zeroPoint(),
                        node.input(PAST)),
                node.outputs(),
                node.attributes());
    }
}
