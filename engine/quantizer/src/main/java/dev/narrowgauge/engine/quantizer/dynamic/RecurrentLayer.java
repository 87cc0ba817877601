package dev.narrowgauge.engine.quantizer.dynamic;

import com.google.protobuf.ByteString;
import dev.narrowgauge.domain.recipe.IntegerType;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.quantizer.dynamic.DynamicNodes.Integers;
import dev.narrowgauge.engine.quantizer.numbers.ChannelAxis;
import dev.narrowgauge.engine.quantizer.numbers.ProductLayout;
import dev.narrowgauge.engine.quantizer.numbers.QuantizedWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** LSTM as ONNX Runtime's DynamicQuantizeLSTM, which takes its weights transposed: {@code [directions, inputs, gates]}. */
final class RecurrentLayer implements DynamicOperator {
    private static final int WEIGHTS = 1;
    private static final int RECURRENT_WEIGHTS = 2;

    /** X, W, R, B, sequence lengths, initial states and peepholes. */
    private static final int FLOAT_INPUTS = 8;

    @Override
    public Optional<String> obstacle(GraphNode node, Graph graph) {
        if (node.intAttribute("layout", 0) != 0) {
            return Optional.of("Its integer kernel takes the sequence as the first axis only (layout 0).");
        }
        return DynamicOperator.weightObstacle(node, WEIGHTS, graph)
                .or(() -> DynamicOperator.weightObstacle(node, RECURRENT_WEIGHTS, graph));
    }

    @Override
    public void rewrite(GraphNode node, DynamicNodes nodes) {
        Graph graph = nodes.graph();
        Integers weights = weights(node, WEIGHTS, nodes);
        Integers recurrent = weights(node, RECURRENT_WEIGHTS, nodes);
        List<String> inputs = new ArrayList<>();
        for (int i = 0; i < FLOAT_INPUTS; i++) {
            inputs.add(node.input(i));
        }
        inputs.set(WEIGHTS, weights.codes());
        inputs.set(RECURRENT_WEIGHTS, recurrent.codes());
        inputs.addAll(List.of(weights.scale(), weights.zeroPoint(), recurrent.scale(), recurrent.zeroPoint()));
        node.removeAttribute("layout");
        graph.remove(node);
        graph.add(
                DynamicOperators.MICROSOFT,
                "DynamicQuantizeLSTM",
                node.name(),
                inputs,
                node.outputs(),
                node.attributes());
    }

    private static Integers weights(GraphNode node, int input, DynamicNodes nodes) {
        String name = node.input(input);
        TensorProto constant = nodes.graph().constant(name).orElseThrow();
        int directions = Math.toIntExact(constant.getDims(0));
        int gates = Math.toIntExact(constant.getDims(1));
        int inputs = Math.toIntExact(constant.getDims(2));
        ChannelAxis axis = nodes.perChannel(node)
                ? new ChannelAxis(1, directions * gates, inputs)
                : new ChannelAxis(0, directions, gates * inputs);
        QuantizedWeights quantized = nodes.quantize(
                constant,
                axis,
                nodes.settings(node),
                Optional.of(ProductLayout.transposed(directions * gates, inputs)));
        byte[] codes = Matrices.transposeEach(quantized.codes(), gates, inputs);
        long[] scaleDims = nodes.perChannel(node) ? new long[] {directions, gates} : new long[] {directions};
        String scale = nodes.graph().uniqueName(name + ".s");
        nodes.graph().putInitializer(Tensors.floats(scale, quantized.scales(), scaleDims));
        byte[] zeroPoints = new byte[quantized.scales().length];
        Arrays.fill(zeroPoints, (byte) quantized.zeroPoint());
        String zeroPoint = nodes.graph().uniqueName(name + ".z");
        ElementType type = quantized.type() == IntegerType.INT8 ? ElementType.INT8 : ElementType.UINT8;
        nodes.graph().putInitializer(Tensors.raw(zeroPoint, type, ByteString.copyFrom(zeroPoints), scaleDims));
        return new Integers(
                nodes.constants().codes(name, quantized.type(), ByteString.copyFrom(codes), directions, inputs, gates),
                scale,
                zeroPoint);
    }
}
