package dev.narrowgauge.engine.quantizer.dynamic;

import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.quantizer.QuantizationNodes;
import dev.narrowgauge.engine.quantizer.dynamic.DynamicNodes.Integers;
import dev.narrowgauge.engine.quantizer.numbers.ChannelAxis;
import dev.narrowgauge.engine.quantizer.numbers.ProductLayout;
import dev.narrowgauge.engine.quantizer.numbers.QuantizedWeights;
import java.util.List;
import java.util.Optional;

/**
 * MatMul and Gemm: {@code y = MatMulInteger(q(x), q(w)) · scale(x) · scale(w) [+ bias]}, which the runtime fuses to one
 * DynamicQuantizeMatMul, or to MatMulIntegerToFloat where several nodes read x.
 */
final class IntegerProduct implements DynamicOperator {
    @Override
    public Optional<String> obstacle(GraphNode node, Graph graph) {
        Optional<String> obstacle = DynamicOperator.weightObstacle(node, 1, graph);
        if (obstacle.isPresent()) {
            return obstacle;
        }
        if (graph.constant(node.input(1)).orElseThrow().getDimsCount() < 2) {
            return Optional.of("One operand is a vector.");
        }
        boolean scaledBias = node.isStandard("Gemm")
                && node.floatAttribute("beta", 1) != 1
                && !node.input(2).isEmpty();
        return scaledBias && graph.constant(node.input(2)).isEmpty()
                ? Optional.of("Its bias is computed and scaled by beta.")
                : Optional.empty();
    }

    @Override
    public void rewrite(GraphNode node, DynamicNodes nodes) {
        Graph graph = nodes.graph();
        Integers weights = weights(node, nodes);
        boolean gemm = node.isStandard("Gemm");
        String bias = gemm ? bias(node, graph) : "";
        String result = node.output(0);
        graph.remove(node);
        boolean transposed = gemm && node.intAttribute("transA", 0) != 0;
        String input = transposed
                ? nodes.add("Transpose", List.of(node.input(0)), Attributes.integers("perm", List.of(1L, 0L)))
                : node.input(0);
        Integers measured = nodes.measure(input);
        String sums = graph.freshName("v");
        graph.add(
                "MatMulInteger",
                node.name(),
                List.of(measured.codes(), weights.codes(), measured.zeroPoint(), weights.zeroPoint()),
                List.of(sums),
                List.of());
        String product = bias.isEmpty() ? result : graph.freshName("v");
        nodes.rescale(sums, measured.scale(), weights.scale(), product);
        if (!bias.isEmpty()) {
            nodes.addTo(result, "Add", List.of(product, bias));
        }
    }

    private static Integers weights(GraphNode node, DynamicNodes nodes) {
        TensorProto constant = nodes.graph().constant(node.input(1)).orElseThrow();
        long[] dims = QuantizationNodes.dims(constant);
        boolean gemm = node.isStandard("Gemm");
        float factor = gemm ? node.floatAttribute("alpha", 1) : 1;
        boolean transposed = gemm && node.intAttribute("transB", 0) != 0;
        if (transposed) {
            dims = new long[] {dims[1], dims[0]};
        }
        // The integer kernel takes one scale for each column of a matrix, but not for stacks of matrices.
        ChannelAxis axis = nodes.perChannel(node) && dims.length == 2
                ? new ChannelAxis(1, Math.toIntExact(dims[1]), 1)
                : ChannelAxis.whole(Math.toIntExact(TensorValues.elementCount(constant)));
        String name = constant.getName();
        Optional<ProductLayout> layout = dims.length == 2
                ? Optional.of(ProductLayout.matrix(Math.toIntExact(dims[0]), Math.toIntExact(dims[1])))
                : Optional.empty();
        QuantizedWeights quantized = nodes.quantize(
                constant,
                List.of(factor, transposed),
                values -> multiplied(values, factor, transposed, constant),
                axis,
                nodes.settings(node),
                layout);
        return nodes.storeMatrix(name, quantized, dims);
    }

    private static float[] multiplied(float[] values, float factor, boolean transposed, TensorProto constant) {
        scale(values, factor);
        return transposed
                ? Matrices.transpose(values, Math.toIntExact(constant.getDims(0)), Math.toIntExact(constant.getDims(1)))
                : values;
    }

    private static void scale(float[] values, float factor) {
        if (factor != 1) {
            for (int i = 0; i < values.length; i++) {
                values[i] *= factor;
            }
        }
    }

    /** The bias as the sum takes it, with beta in it. */
    private static String bias(GraphNode node, Graph graph) {
        Optional<TensorProto> constant = graph.constant(node.input(2));
        float beta = node.floatAttribute("beta", 1);
        if (constant.isEmpty() || beta == 1) {
            return node.input(2);
        }
        float[] values = TensorValues.floats(constant.get());
        scale(values, beta);
        String name = graph.uniqueName(node.input(2) + ".b");
        graph.putInitializer(Tensors.floats(name, values, QuantizationNodes.dims(constant.get())));
        return name;
    }
}
