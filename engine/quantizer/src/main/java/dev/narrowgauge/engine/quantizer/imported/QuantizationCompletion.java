package dev.narrowgauge.engine.quantizer.imported;

import dev.narrowgauge.domain.report.PreparationReport;
import dev.narrowgauge.engine.onnx.graph.Attributes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.AttributeProto;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Adds to a model with QuantizeLinear and DequantizeLinear what ONNX Runtime needs to see its integer kernels.
 *
 * <p>Behind an operator that only moves dequantized values a pair with the same scale gives the same values: the codes are
 * the same. A float bias becomes the int32 bias of the integer kernel, with the step {@code input scale · weight scale}; it
 * moves by at most half of that, which is far less than the step of the result.
 */
final class QuantizationCompletion {
    private static final Set<String> MOVES =
            Set.of("Flatten", "Reshape", "Transpose", "Squeeze", "Unsqueeze", "MaxPool");
    private static final Set<String> PRODUCTS = Set.of("Conv", "Gemm", "MatMul");
    private static final int BIAS = 2;

    private final Graph graph;

    private QuantizationCompletion(Graph graph) {
        this.graph = graph;
    }

    /** Changes the graph in place; returns what was done, nothing where nothing was missing. */
    static List<PreparationReport> complete(Graph graph) {
        QuantizationCompletion completion = new QuantizationCompletion(graph);
        List<String> moves = new ArrayList<>();
        List<String> biases = new ArrayList<>();
        for (GraphNode node : graph.topologicalOrder()) {
            if (completion.completeMove(node)) {
                moves.add(node.name());
            } else if (completion.completeBias(node)) {
                biases.add(node.name());
            }
        }
        List<PreparationReport> reports = new ArrayList<>();
        report(reports, "completed-moves", moves, "Their results are quantized like their inputs, without a change: ");
        report(reports, "completed-biases", biases, "Their bias is int32 now, within half a step of its own: ");
        return reports;
    }

    private static void report(List<PreparationReport> reports, String step, List<String> nodes, String start) {
        if (!nodes.isEmpty()) {
            reports.add(new PreparationReport(step, nodes.size(), start + String.join(", ", nodes) + "."));
        }
    }

    static boolean isDequantized(Graph graph, String value) {
        return graph.producer(value)
                .filter(node -> node.isStandard("DequantizeLinear"))
                .isPresent();
    }

    private boolean completeMove(GraphNode node) {
        String result = node.output(0);
        Optional<GraphNode> source = dequantizer(node.input(0)).filter(found -> isPerTensor(found.input(1)));
        boolean moves = node.domain().isEmpty()
                && MOVES.contains(node.opType())
                && node.outputs().size() == 1;
        if (!moves
                || source.isEmpty()
                || !leadsToProduct(result)
                || source.get().input(2).isEmpty()) {
            return false;
        }
        List<String> parameters = List.of(source.get().input(1), source.get().input(2));
        List<GraphNode> readers = graph.consumers(result);
        String codes = graph.freshName("q");
        graph.add("QuantizeLinear", codes, with(result, parameters), List.of(codes), List.of());
        for (GraphNode reader : readers) {
            for (int i = 0; i < reader.inputs().size(); i++) {
                if (reader.input(i).equals(result)) {
                    String value = graph.freshName("d");
                    graph.add("DequantizeLinear", value, with(codes, parameters), List.of(value), List.of());
                    graph.replaceInput(reader, i, value);
                }
            }
        }
        return true;
    }

    private static List<String> with(String value, List<String> parameters) {
        return List.of(value, parameters.get(0), parameters.get(1));
    }

    /** Whether every reader is a product, or another move that leads to one. */
    private boolean leadsToProduct(String value) {
        List<GraphNode> readers = graph.consumers(value);
        return !readers.isEmpty()
                && !graph.isGraphOutput(value)
                && readers.stream()
                        .allMatch(reader -> reader.domain().isEmpty()
                                && reader.input(0).equals(value)
                                && (PRODUCTS.contains(reader.opType())
                                        || (MOVES.contains(reader.opType()) && leadsToProduct(reader.output(0)))));
    }

    private boolean completeBias(GraphNode node) {
        boolean takesBias = node.isStandard("Conv")
                || (node.isStandard("Gemm")
                        && node.floatAttribute("alpha", 1) == 1
                        && node.floatAttribute("beta", 1) == 1);
        Optional<TensorProto> bias = graph.constant(node.input(BIAS))
                .filter(tensor -> tensor.getDataType() == ElementType.FLOAT.number() && tensor.getDimsCount() == 1);
        Optional<float[]> inputScale = dequantizer(node.input(0)).flatMap(found -> scales(found.input(1)));
        Optional<float[]> weightScales = dequantizer(node.input(1))
                .filter(found -> graph.constant(found.input(0)).isPresent())
                .flatMap(found -> scales(found.input(1)));
        if (!takesBias || bias.isEmpty() || inputScale.isEmpty() || weightScales.isEmpty()) {
            return false;
        }
        float[] values = TensorValues.floats(bias.get());
        float[] scales = weightScales.get().clone();
        if (inputScale.get().length != 1 || (scales.length != 1 && scales.length != values.length)) {
            return false;
        }
        for (int c = 0; c < scales.length; c++) {
            scales[c] *= inputScale.get()[0];
        }
        Optional<int[]> codes = codes(values, scales);
        codes.ifPresent(found -> replaceBias(node, bias.get().getName(), found, scales));
        return codes.isPresent();
    }

    /** Empty where a value does not fit 32 bits, or has no step. */
    private static Optional<int[]> codes(float[] values, float[] scales) {
        int[] codes = new int[values.length];
        for (int c = 0; c < codes.length; c++) {
            double code = Math.rint(values[c] / (double) scales[scales.length == 1 ? 0 : c]);
            if (!(Math.abs(code) < Integer.MAX_VALUE)) {
                return Optional.empty();
            }
            codes[c] = (int) code;
        }
        return Optional.of(codes);
    }

    private void replaceBias(GraphNode node, String bias, int[] codes, float[] scales) {
        String stored = graph.uniqueName(bias + ".q");
        String scale = graph.uniqueName(bias + ".s");
        String value = graph.freshName("d");
        boolean one = scales.length == 1;
        graph.putInitializer(Tensors.int32(stored, codes, codes.length));
        graph.putInitializer(one ? Tensors.floats(scale, scales) : Tensors.floats(scale, scales, scales.length));
        AttributeProto axis = Attributes.integer("axis", 0);
        graph.add("DequantizeLinear", value, List.of(stored, scale), List.of(value), one ? List.of() : List.of(axis));
        graph.replaceInput(node, BIAS, value);
        graph.removeUnusedInitializers();
    }

    private Optional<GraphNode> dequantizer(String value) {
        return graph.producer(value).filter(node -> node.isStandard("DequantizeLinear"));
    }

    private boolean isPerTensor(String scale) {
        return scales(scale).filter(values -> values.length == 1).isPresent();
    }

    private Optional<float[]> scales(String value) {
        return graph.constant(value)
                .filter(tensor -> tensor.getDataType() == ElementType.FLOAT.number())
                .map(TensorValues::floats);
    }
}
