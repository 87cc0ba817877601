package dev.narrowgauge.engine.quantizer.preparation;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.model.Tensors;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes a product with a number, or the sum with one, into the convolutions that read it. A convolution that puts zeros
 * around its image takes only the product: the sum would not be at the zeros. Where both stand there, sum behind product, the
 * sum {@code ax + b = a(x + b/a)} is put in front.
 */
final class AffineAbsorption implements Rewriting {
    private static final int WEIGHTS = 1;
    private static final int BIAS = 2;

    @Override
    public String step() {
        return "affine-absorption";
    }

    @Override
    public long opset() {
        return 7;
    }

    @Override
    public List<String> apply(Graph graph) {
        Set<String> written = new HashSet<>();
        for (GraphNode node : graph.topologicalOrder().reversed()) {
            Optional<Step> step = Step.of(graph, node);
            if (step.isEmpty() || !areConvolutions(graph, node.output(0))) {
                continue;
            }
            if (step.get().isProduct()) {
                absorb(graph, step.get(), written);
            } else if (graph.consumers(node.output(0)).stream().allMatch(AffineAbsorption::hasNoPadding)) {
                absorb(graph, step.get(), written);
            } else {
                inFront(graph, step.get()).ifPresent(product -> absorb(graph, product, written));
            }
        }
        return graph.topologicalOrder().stream()
                .map(GraphNode::name)
                .filter(written::contains)
                .toList();
    }

    /** {@code number · value} or {@code number + value}. */
    private record Step(GraphNode node, String value, double number, boolean isProduct) {
        static Optional<Step> of(Graph graph, GraphNode node) {
            boolean isProduct = node.isStandard("Mul");
            if (!isProduct && !node.isStandard("Add")) {
                return Optional.empty();
            }
            int constant = Operands.scalar(graph, node.input(0)).isPresent() ? 0 : 1;
            String value = node.input(1 - constant);
            return Operands.scalar(graph, node.input(constant)).stream()
                    .filter(number -> Double.isFinite(number) && (number != 0 || !isProduct))
                    .filter(_ -> graph.constant(value).isEmpty())
                    .mapToObj(number -> new Step(node, value, number, isProduct))
                    .findFirst();
        }
    }

    private static boolean areConvolutions(Graph graph, String value) {
        List<GraphNode> readers = graph.consumers(value);
        return !readers.isEmpty()
                && !graph.isGraphOutput(value)
                && readers.stream().allMatch(reader -> isConvolutionOf(reader, value, graph));
    }

    private static boolean isConvolutionOf(GraphNode node, String value, Graph graph) {
        return node.isStandard("Conv")
                && node.input(0).equals(value)
                && isFloat(graph, node.input(WEIGHTS))
                && (node.input(BIAS).isEmpty() || isFloat(graph, node.input(BIAS)));
    }

    private static boolean isFloat(Graph graph, String value) {
        return graph.constant(value)
                .filter(tensor -> tensor.getDataType() == ElementType.FLOAT.number())
                .isPresent();
    }

    private static boolean hasNoPadding(GraphNode convolution) {
        return convolution.intsAttribute("pads").stream().allMatch(pad -> pad == 0)
                && List.of("NOTSET", "VALID").contains(convolution.stringAttribute("auto_pad", "NOTSET"));
    }

    private static void absorb(Graph graph, Step step, Set<String> written) {
        String result = step.node().output(0);
        for (GraphNode reader : graph.consumers(result)) {
            if (step.isProduct()) {
                scaleWeights(graph, reader, step.number());
            } else {
                addToBias(graph, reader, step.number());
            }
            graph.replaceInput(reader, 0, step.value());
            written.add(reader.name());
        }
        graph.remove(step.node());
    }

    /** The product behind the sum that it was in front of; empty where it has other readers, or none is there. */
    private static Optional<Step> inFront(Graph graph, Step sum) {
        Optional<Step> product = graph.producer(sum.value())
                .filter(node -> Operands.soleReader(graph, node.output(0)).isPresent())
                .flatMap(node -> Step.of(graph, node))
                .filter(Step::isProduct);
        return product.map(before -> {
            String between = graph.freshName("c");
            String result = sum.node().output(0);
            graph.remove(before.node());
            graph.remove(sum.node());
            String offset = put(graph, new float[] {(float) (sum.number() / before.number())});
            String factor = put(graph, new float[] {(float) before.number()});
            graph.add("Add", sum.node().name(), List.of(before.value(), offset), List.of(between), List.of());
            GraphNode behind =
                    graph.add("Mul", before.node().name(), List.of(between, factor), List.of(result), List.of());
            return new Step(behind, between, before.number(), true);
        });
    }

    private static void scaleWeights(Graph graph, GraphNode convolution, double factor) {
        TensorProto weights = graph.constant(convolution.input(WEIGHTS)).orElseThrow();
        float[] values = TensorValues.floats(weights);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] * factor);
        }
        long[] dims = weights.getDimsList().stream().mapToLong(Long::longValue).toArray();
        graph.replaceInput(convolution, WEIGHTS, put(graph, values, dims));
    }

    private static void addToBias(Graph graph, GraphNode convolution, double offset) {
        TensorProto weights = graph.constant(convolution.input(WEIGHTS)).orElseThrow();
        float[] values = TensorValues.floats(weights);
        int channels = Math.toIntExact(weights.getDims(0));
        int each = values.length / channels;
        float[] bias = graph.constant(convolution.input(BIAS))
                .map(TensorValues::floats)
                .orElse(new float[channels]);
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            for (int i = c * each; i < (c + 1) * each; i++) {
                sum += values[i];
            }
            bias[c] = (float) (bias[c] + sum * offset);
        }
        graph.replaceInput(convolution, BIAS, put(graph, bias, channels));
    }

    private static String put(Graph graph, float[] values, long... dims) {
        String name = graph.freshName("k");
        graph.putInitializer(Tensors.floats(name, values, dims));
        return name;
    }
}
