package dev.narrowgauge.engine.quantizer.cost;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import java.util.Optional;

/** What the kernels of matrix products and of recurrent layers do. */
final class Products {
    private final Graph graph;
    private final Sizes sizes;

    Products(Graph graph, Sizes sizes) {
        this.graph = graph;
        this.sizes = sizes;
    }

    /** Empty for a node that multiplies no matrices. */
    Optional<KernelCall> of(GraphNode node) {
        return Optional.ofNullable(
                switch (node.opType()) {
                    case "MatMul", "FusedMatMul", "Gemm", "FusedGemm" -> product(node, "matmul.float", 1);
                    case "QLinearMatMul", "QGemm" -> product(node, "matmul.int", 3);
                    case "MatMulIntegerToFloat", "MatMulInteger" -> product(node, "matmul.int", 1);
                    case "DynamicQuantizeMatMul" -> product(node, "matmul.dynamic", 1);
                    case "LSTM" -> recurrent(node, "lstm.float");
                    case "DynamicQuantizeLSTM" -> recurrent(node, "lstm.dynamic");
                    case "GRU", "RNN" -> recurrent(node, "gru.float");
                    default -> null;
                });
    }

    KernelCall product(GraphNode node, String row, int second) {
        long depth = sizes.axis(node.input(0), node.intAttribute("transA", 0) == 0 ? -1 : -2);
        long written = sizes.elements(node.output(0));
        boolean constant = graph.constant(node.input(second)).isPresent();
        long operand = sizes.elements(node.input(second));
        long read = constant ? operand : operand + sizes.elements(node.input(0));
        return new KernelCall(
                constant ? row : row.replace(".dynamic", ".int") + ".computed",
                new Work(1, written * depth, 0, written / Math.max(1, sizes.axis(node.output(0), -1)), read, written));
    }

    /** Each step of the sequence multiplies what comes in and the state with the weights of every gate. */
    private KernelCall recurrent(GraphNode node, String row) {
        long weights = sizes.elements(node.input(1)) + sizes.elements(node.input(2));
        long steps = sizes.axis(node.input(0), 0);
        long batch = sizes.axis(node.input(0), 1);
        return new KernelCall(
                row,
                new Work(steps, steps * batch * weights, 0, steps * batch, weights, sizes.elements(node.output(0))));
    }
}
