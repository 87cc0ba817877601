package dev.narrowgauge.engine.onnx.shape;

import dev.narrowgauge.engine.onnx.graph.GraphNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;

/** The numbers that a node computes from shapes: what stands between a Shape and a Reshape. */
final class ShapeArithmetic {
    private ShapeArithmetic() {}

    /** The numbers of the node's first result, if it gives integers and they follow. */
    static Optional<List<Dimension>> result(GraphNode node, ShapeInferenceContext known) {
        return switch (node.opType()) {
            case "Shape" -> known.shape(node.input(0)).map(shape -> part(node, shape));
            case "Size" -> known.shape(node.input(0)).map(shape -> List.of(volume(shape)));
            case "Identity", "Squeeze", "Unsqueeze", "Reshape", "Flatten" -> known.numbers(node.input(0));
            case "Cast" -> isWhole(node.intAttribute("to", 0)) ? known.numbers(node.input(0)) : Optional.empty();
            case "Gather" -> gather(node, known);
            case "Slice" -> slice(node, known);
            case "Concat" -> concat(node, known);
            case "Mul" -> both(node, known, Dimension::times);
            case "Div" -> both(node, known, Dimension::dividedBy);
            case "Add" -> both(node, known, Dimension::plus);
            case "Sub" -> both(node, known, (a, b) -> a.plus(b.times(Dimension.of(-1))));
            default -> Optional.empty();
        };
    }

    static Dimension volume(List<Dimension> shape) {
        return shape.stream().reduce(Dimension.ONE, Dimension::times);
    }

    /** INT32 or INT64: a way through float would round. */
    private static boolean isWhole(long type) {
        return type == 6 || type == 7;
    }

    private static List<Dimension> part(GraphNode node, List<Dimension> shape) {
        int start = within(node.intAttribute("start", 0), shape.size());
        int end = within(node.intAttribute("end", shape.size()), shape.size());
        return start < end ? shape.subList(start, end) : List.of();
    }

    private static int within(long index, int size) {
        return (int) Math.clamp(index < 0 ? index + size : index, 0, size);
    }

    private static Optional<List<Dimension>> gather(GraphNode node, ShapeInferenceContext known) {
        Optional<List<Dimension>> data = known.numbers(node.input(0)).filter(ignored -> isRow(node, known));
        Optional<List<Long>> indices = known.constants(node.input(1));
        if (data.isEmpty() || indices.isEmpty() || node.intAttribute("axis", 0) != 0) {
            return Optional.empty();
        }
        List<Dimension> gathered = new ArrayList<>();
        for (long index : indices.get()) {
            long place = index < 0 ? index + data.get().size() : index;
            gathered.add(place >= 0 && place < data.get().size() ? data.get().get((int) place) : Dimension.UNKNOWN);
        }
        return Optional.of(gathered);
    }

    private static boolean isRow(GraphNode node, ShapeInferenceContext known) {
        return known.rank(node.input(0)).orElse(0) == 1;
    }

    private static Optional<List<Dimension>> slice(GraphNode node, ShapeInferenceContext known) {
        Optional<List<Dimension>> data = known.numbers(node.input(0)).filter(ignored -> isRow(node, known));
        Optional<List<Long>> starts = known.attributeOrInput(node, "starts", 1);
        Optional<List<Long>> ends = known.attributeOrInput(node, "ends", 2);
        Optional<List<Long>> steps =
                node.input(4).isEmpty() ? Optional.of(List.of(1L)) : known.constants(node.input(4));
        if (data.isEmpty() || starts.isEmpty() || ends.isEmpty() || !steps.equals(Optional.of(List.of(1L)))) {
            return Optional.empty();
        }
        int start = within(starts.get().getFirst(), data.get().size());
        int end = within(ends.get().getFirst(), data.get().size());
        return Optional.of(start < end ? data.get().subList(start, end) : List.of());
    }

    private static Optional<List<Dimension>> concat(GraphNode node, ShapeInferenceContext known) {
        List<Dimension> all = new ArrayList<>();
        for (String input : node.inputs()) {
            Optional<List<Dimension>> numbers = known.numbers(input);
            if (numbers.isPresent()) {
                all.addAll(numbers.get());
                continue;
            }
            // How many there are is enough: the others keep their places.
            Optional<List<Dimension>> shape = known.shape(input)
                    .filter(dims -> dims.size() == 1 && dims.getFirst().number().isPresent());
            if (shape.isEmpty() || shape.get().getFirst().number().getAsLong() > 64) {
                return Optional.empty();
            }
            all.addAll(ShapeInferenceContext.unknown(
                    (int) shape.get().getFirst().number().getAsLong()));
        }
        return Optional.of(all);
    }

    private static Optional<List<Dimension>> both(
            GraphNode node, ShapeInferenceContext known, BinaryOperator<Dimension> operation) {
        Optional<List<Dimension>> left = known.numbers(node.input(0));
        Optional<List<Dimension>> right = known.numbers(node.input(1));
        if (left.isEmpty() || right.isEmpty()) {
            return Optional.empty();
        }
        int size = Math.max(left.get().size(), right.get().size());
        Optional<List<Dimension>> a = repeated(left.get(), size);
        Optional<List<Dimension>> b = repeated(right.get(), size);
        if (a.isEmpty() || b.isEmpty()) {
            return Optional.empty();
        }
        List<Dimension> results = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            results.add(operation.apply(a.get().get(i), b.get().get(i)));
        }
        return Optional.of(results);
    }

    private static Optional<List<Dimension>> repeated(List<Dimension> numbers, int size) {
        if (numbers.size() == size) {
            return Optional.of(numbers);
        }
        return numbers.size() == 1 ? Optional.of(Collections.nCopies(size, numbers.getFirst())) : Optional.empty();
    }
}
