package dev.narrowgauge.engine.quantizer.cost;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import java.util.List;

/** What the kernels of matrix products and of recurrent layers do. */
final class Products {
    /** As many rows are multiplied while the weights are read. */
    private static final long LEAST_ROWS = 4;

    private final Graph graph;
    private final Sizes sizes;

    Products(Graph graph, Sizes sizes) {
        this.graph = graph;
        this.sizes = sizes;
    }

    /** Empty for a node that multiplies no matrices. */
    List<KernelCall> of(GraphNode node) {
        return switch (node.opType()) {
            case "MatMul", "FusedMatMul", "Gemm", "FusedGemm" -> List.of(product(node, "matmul.float", 1));
            case "QLinearMatMul" -> List.of(product(node, "matmul.int", 3));
            case "QGemm" -> List.of(product(node, "matmul.int.gemm", 3));
            case "MatMulIntegerToFloat", "MatMulInteger" -> List.of(product(node, "matmul.int.rescaled", 1));
            case "DynamicQuantizeMatMul" -> List.of(measuring(node), product(node, "matmul.dynamic", 1));
            case "LSTM" -> List.of(recurrent(node, "lstm.float"));
            case "DynamicQuantizeLSTM" -> List.of(recurrent(node, "lstm.dynamic"));
            case "GRU", "RNN" -> List.of(recurrent(node, "gru.float"));
            default -> List.of();
        };
    }

    private KernelCall measuring(GraphNode node) {
        long values = sizes.elements(node.input(0));
        return new KernelCall("quantize.dynamic", Work.values(values, values).withoutCall());
    }

    KernelCall product(GraphNode node, String row, int second) {
        long depth = sizes.axis(node.input(0), node.intAttribute("transA", 0) == 0 ? -1 : -2);
        long written = sizes.elements(node.output(0));
        long columns = Math.max(1, sizes.axis(node.output(0), -1));
        long rows = written / columns;
        long operand = sizes.elements(node.input(second));
        if (graph.constant(node.input(second)).isPresent()) {
            long macs = Math.max(rows, LEAST_ROWS) * columns * depth;
            return new KernelCall(row, new Work(1, macs, columns, rows, operand, written));
        }
        long pairs = rows / Math.max(1, sizes.axis(node.output(0), -2));
        return new KernelCall(
                (row.endsWith(".float") ? "matmul.float" : "matmul.int") + ".computed",
                new Work(1, written * depth, pairs, rows, operand + sizes.elements(node.input(0)), written));
    }

    /** Each step of the sequence multiplies what comes in and the state with the weights of every gate. */
    private KernelCall recurrent(GraphNode node, String row) {
        long weights = sizes.elements(node.input(1)) + sizes.elements(node.input(2));
        long steps = sizes.axis(node.input(0), 0);
        long batch = sizes.axis(node.input(0), 1);
        return new KernelCall(
                row, new Work(1, steps * batch * weights, 0, steps * batch, weights, sizes.elements(node.output(0))));
    }
}
