package dev.narrowgauge.engine.onnx.shape;

import static dev.narrowgauge.engine.onnx.shape.Dimension.ONE;
import static dev.narrowgauge.engine.onnx.shape.Dimension.UNKNOWN;

import dev.narrowgauge.engine.onnx.graph.GraphNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Shapes of what layers compute: convolutions, pooling, products, reductions, recurrent layers. */
final class LayerShapes {
    private LayerShapes() {}

    static Optional<List<Dimension>> convolution(GraphNode node, ShapeInferenceContext known) {
        return convolution(node, known.shape(node.input(0)), known.shape(node.input(1)));
    }

    static Optional<List<Dimension>> convolution(
            GraphNode node, Optional<List<Dimension>> data, Optional<List<Dimension>> kernels) {
        return kernels.filter(weights -> weights.size() > 2).map(weights -> {
            List<Dimension> input = data.orElse(ShapeInferenceContext.unknown(weights.size()));
            List<Dimension> result = new ArrayList<>(List.of(input.getFirst(), weights.getFirst()));
            Window window = Window.of(node);
            for (int i = 2; i < input.size(); i++) {
                result.add(window.slide(i - 2, input.get(i), weights.get(i)));
            }
            return result;
        });
    }

    static Optional<List<Dimension>> transposedConvolution(GraphNode node, ShapeInferenceContext known) {
        return known.shape(node.input(1)).filter(weights -> weights.size() > 2).map(weights -> {
            List<Dimension> input = known.shape(node.input(0)).orElse(ShapeInferenceContext.unknown(weights.size()));
            Dimension channels = weights.get(1).times(Dimension.of(node.intAttribute("group", 1)));
            List<Dimension> result = new ArrayList<>(List.of(input.getFirst(), channels));
            Window window = Window.of(node);
            for (int i = 2; i < input.size(); i++) {
                result.add(window.spread(i - 2, input.get(i), weights.get(i)));
            }
            return result;
        });
    }

    static Optional<List<Dimension>> pooling(GraphNode node, ShapeInferenceContext known) {
        return pooling(node, known.shape(node.input(0)));
    }

    static Optional<List<Dimension>> pooling(GraphNode node, Optional<List<Dimension>> data) {
        List<Long> kernel = node.intsAttribute("kernel_shape");
        return data.filter(input -> input.size() == kernel.size() + 2).map(input -> {
            List<Dimension> result = new ArrayList<>(input.subList(0, 2));
            Window window = Window.of(node);
            for (int i = 2; i < input.size(); i++) {
                result.add(window.slide(i - 2, input.get(i), Dimension.of(kernel.get(i - 2))));
            }
            return result;
        });
    }

    static Optional<List<Dimension>> globalPooling(GraphNode node, ShapeInferenceContext known) {
        return globalPooling(known.shape(node.input(0)));
    }

    static Optional<List<Dimension>> globalPooling(Optional<List<Dimension>> data) {
        return data.filter(input -> input.size() > 2).map(input -> {
            List<Dimension> result = new ArrayList<>(input.subList(0, 2));
            input.subList(2, input.size()).forEach(ignored -> result.add(ONE));
            return result;
        });
    }

    static Optional<List<Dimension>> gemm(GraphNode node, ShapeInferenceContext known) {
        return gemm(node, 1, known);
    }

    static Optional<List<Dimension>> gemm(GraphNode node, int second, ShapeInferenceContext known) {
        Dimension rows = matrixSide(node.input(0), node.intAttribute("transA", 0) == 0 ? 0 : 1, known);
        Dimension columns = matrixSide(node.input(second), node.intAttribute("transB", 0) == 0 ? 1 : 0, known);
        return Optional.of(List.of(rows, columns));
    }

    private static Dimension matrixSide(String value, int axis, ShapeInferenceContext known) {
        return known.shape(value)
                .filter(shape -> shape.size() == 2)
                .map(shape -> shape.get(axis))
                .orElse(UNKNOWN);
    }

    /** As numpy.matmul: a vector counts as a matrix with one row or column, which the result then lacks. */
    static Optional<List<Dimension>> matMul(GraphNode node, ShapeInferenceContext known) {
        return matMul(known.shape(node.input(0)), known.shape(node.input(1)));
    }

    static Optional<List<Dimension>> matMul(Optional<List<Dimension>> left, Optional<List<Dimension>> right) {
        if (left.isEmpty()
                || right.isEmpty()
                || left.get().isEmpty()
                || right.get().isEmpty()) {
            return Optional.empty();
        }
        List<Dimension> a = left.get();
        List<Dimension> b = right.get();
        List<Dimension> result = new ArrayList<>(ShapeRules.broadcast(
                a.subList(0, Math.max(0, a.size() - 2)), b.subList(0, Math.max(0, b.size() - 2))));
        if (a.size() > 1) {
            result.add(a.get(a.size() - 2));
        }
        if (b.size() > 1) {
            result.add(b.getLast());
        }
        return Optional.of(result);
    }

    static Optional<List<Dimension>> reduction(GraphNode node, ShapeInferenceContext known) {
        boolean keep = node.intAttribute("keepdims", 1) != 0;
        boolean computed =
                !node.input(1).isEmpty() && known.constants(node.input(1)).isEmpty();
        List<Long> axes = known.attributeOrInput(node, "axes", 1).orElse(List.of());
        return known.shape(node.input(0)).flatMap(input -> {
            if (computed) {
                return keep ? Optional.of(ShapeInferenceContext.unknown(input.size())) : Optional.empty();
            }
            if (axes.isEmpty() && node.intAttribute("noop_with_empty_axes", 0) != 0) {
                return Optional.of(input);
            }
            Set<Integer> reduced = new HashSet<>();
            axes.forEach(axis -> reduced.add(ShapeRules.axis(axis, input.size())));
            return Optional.of(without(input, reduced, axes.isEmpty(), keep));
        });
    }

    static Optional<List<Dimension>> index(GraphNode node, ShapeInferenceContext known) {
        return known.shape(node.input(0))
                .map(input -> without(
                        input,
                        Set.of(ShapeRules.axis(node.intAttribute("axis", 0), input.size())),
                        false,
                        node.intAttribute("keepdims", 1) != 0));
    }

    private static List<Dimension> without(List<Dimension> shape, Set<Integer> axes, boolean all, boolean keep) {
        List<Dimension> result = new ArrayList<>();
        for (int i = 0; i < shape.size(); i++) {
            boolean reduced = all || axes.contains(i);
            if (!reduced || keep) {
                result.add(reduced ? ONE : shape.get(i));
            }
        }
        return result;
    }

    /** The whole sequence, the last state, and for an LSTM the last cell; with the default layout. */
    static List<Optional<List<Dimension>>> recurrent(GraphNode node, ShapeInferenceContext known) {
        Optional<List<Dimension>> input = known.shape(node.input(0)).filter(shape -> shape.size() == 3);
        Optional<List<Dimension>> weights = known.shape(node.input(2)).filter(shape -> shape.size() == 3);
        if (input.isEmpty() || weights.isEmpty() || node.intAttribute("layout", 0) != 0) {
            return List.of();
        }
        Dimension directions = weights.get().getFirst();
        Dimension hidden = weights.get().getLast();
        Dimension batch = input.get().get(1);
        Optional<List<Dimension>> last = Optional.of(List.of(directions, batch, hidden));
        return List.of(Optional.of(List.of(input.get().getFirst(), directions, batch, hidden)), last, last);
    }
}
