package dev.narrowgauge.engine.quantizer.isolation;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.shape.Dimension;
import dev.narrowgauge.engine.onnx.shape.Shapes;
import java.util.List;
import java.util.OptionalLong;

/**
 * How much of a model's work lies behind each of its nodes, counted in multiply-accumulates, and in values for nodes that
 * do not multiply. A node whose shapes do not follow counts as nearly nothing: this divides a budget, no more.
 */
public final class TailWork {
    private final double[] behind;

    private TailWork(double[] behind) {
        this.behind = behind;
    }

    /** @param graph whose inputs have the lengths that they will be fed with */
    public static TailWork of(Graph graph) {
        Shapes shapes = Shapes.of(graph);
        List<GraphNode> order = graph.topologicalOrder();
        double[] behind = new double[order.size() + 1];
        for (int i = order.size() - 1; i >= 0; i--) {
            behind[i] = behind[i + 1] + 1 + work(order.get(i), graph, shapes);
        }
        return new TailWork(behind);
    }

    /** The share of the work of the node at that position in the topological order and of all after it; 0 to 1. */
    public double share(int position) {
        return behind.length == 1 ? 0 : behind[position] / behind[0];
    }

    private static double work(GraphNode node, Graph graph, Shapes shapes) {
        double results = elements(shapes, node.output(0));
        double weights = graph.constant(node.input(1)).map(TailWork::elements).orElse(0.0);
        return switch (node.opType()) {
            case "Conv" -> results * weights / Math.max(1, length(shapes, node.input(1), 0));
            case "ConvTranspose" ->
                elements(shapes, node.input(0)) * weights / Math.max(1, length(shapes, node.input(1), 0));
            case "MatMul" -> results * Math.max(1, length(shapes, node.input(0), -1));
            case "Gemm" ->
                results * Math.max(1, length(shapes, node.input(0), node.intAttribute("transA", 0) == 0 ? 1 : 0));
            case "LSTM", "GRU", "RNN", "Attention" ->
                elements(shapes, node.input(0)) / Math.max(1, length(shapes, node.input(0), -1)) * weights;
            default -> results;
        };
    }

    private static double elements(TensorProto tensor) {
        return tensor.getDimsList().stream().mapToDouble(Long::doubleValue).reduce(1, (a, b) -> a * b);
    }

    /** 0 where a length is not known. */
    private static double elements(Shapes shapes, String value) {
        return shapes.of(value)
                .map(dims ->
                        dims.stream().mapToDouble(dim -> dim.number().orElse(0)).reduce(1, (a, b) -> a * b))
                .orElse(0.0);
    }

    /** @param axis from the end where negative; 0 where it is not known */
    private static double length(Shapes shapes, String value, int axis) {
        List<Dimension> dims = shapes.of(value).orElse(List.of());
        int index = axis < 0 ? dims.size() + axis : axis;
        OptionalLong number =
                index >= 0 && index < dims.size() ? dims.get(index).number() : OptionalLong.empty();
        return number.orElse(0);
    }
}
