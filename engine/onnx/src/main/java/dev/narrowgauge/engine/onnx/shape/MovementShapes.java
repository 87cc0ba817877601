package dev.narrowgauge.engine.onnx.shape;

import static dev.narrowgauge.engine.onnx.shape.Dimension.ONE;
import static dev.narrowgauge.engine.onnx.shape.Dimension.UNKNOWN;

import dev.narrowgauge.engine.onnx.graph.GraphNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Shapes of what operators give that keep all values and lay them out otherwise. */
final class MovementShapes {
    private MovementShapes() {}

    static Optional<List<Dimension>> transpose(GraphNode node, ShapeInferenceContext known) {
        List<Long> order = node.intsAttribute("perm");
        return known.shape(node.input(0))
                .map(shape -> order.isEmpty()
                        ? shape.reversed()
                        : order.stream().map(axis -> shape.get(axis.intValue())).toList());
    }

    static Optional<List<Dimension>> reshape(GraphNode node, ShapeInferenceContext known) {
        Optional<List<Dimension>> wanted = known.numbers(node.input(1));
        if (wanted.isEmpty()) {
            return known.shape(node.input(1))
                    .map(List::getFirst)
                    .map(Dimension::number)
                    .filter(OptionalLong::isPresent)
                    .map(length -> ShapeInferenceContext.unknown((int) length.getAsLong()));
        }
        Optional<List<Dimension>> input = known.shape(node.input(0));
        boolean zeroCopies = node.intAttribute("allowzero", 0) == 0;
        List<Dimension> result = new ArrayList<>();
        for (int i = 0; i < wanted.get().size(); i++) {
            Dimension length = wanted.get().get(i);
            if (length.is(0) && zeroCopies) {
                int axis = i;
                result.add(input.filter(shape -> axis < shape.size())
                        .map(shape -> shape.get(axis))
                        .orElse(UNKNOWN));
            } else {
                result.add(length.is(-1) ? UNKNOWN : length);
            }
        }
        return Optional.of(input.map(shape -> completed(result, ShapeArithmetic.volume(shape)))
                .orElse(result));
    }

    /** One length that is left open follows from the others, since no value is lost. */
    private static List<Dimension> completed(List<Dimension> shape, Dimension volume) {
        if (Collections.frequency(shape, UNKNOWN) != 1) {
            return shape;
        }
        int open = shape.indexOf(UNKNOWN);
        List<Dimension> others = new ArrayList<>(shape);
        others.remove(open);
        List<Dimension> result = new ArrayList<>(shape);
        result.set(open, volume.dividedBy(ShapeArithmetic.volume(others)));
        return result;
    }

    static Optional<List<Dimension>> flatten(GraphNode node, ShapeInferenceContext known) {
        return Optional.of(known.shape(node.input(0))
                .map(shape -> {
                    long given = node.intAttribute("axis", 1);
                    int axis = (int) Math.clamp(given < 0 ? given + shape.size() : given, 0, shape.size());
                    return List.of(
                            ShapeArithmetic.volume(shape.subList(0, axis)),
                            ShapeArithmetic.volume(shape.subList(axis, shape.size())));
                })
                .orElse(ShapeInferenceContext.unknown(2)));
    }

    static Optional<List<Dimension>> squeeze(GraphNode node, ShapeInferenceContext known) {
        Optional<List<Long>> axes = known.attributeOrInput(node, "axes", 1);
        boolean everyOne = !node.hasAttribute("axes") && node.input(1).isEmpty();
        return known.shape(node.input(0)).flatMap(shape -> {
            if (axes.isEmpty()
                    && !(everyOne
                            && shape.stream().allMatch(length -> length.number().isPresent()))) {
                return Optional.empty();
            }
            Set<Integer> gone = new HashSet<>();
            axes.orElse(List.of()).forEach(axis -> gone.add(ShapeRules.axis(axis, shape.size())));
            List<Dimension> result = new ArrayList<>();
            for (int i = 0; i < shape.size(); i++) {
                if (everyOne ? !shape.get(i).is(1) : !gone.contains(i)) {
                    result.add(shape.get(i));
                }
            }
            return Optional.of(result);
        });
    }

    static Optional<List<Dimension>> unsqueeze(GraphNode node, ShapeInferenceContext known) {
        Optional<List<Long>> axes = known.attributeOrInput(node, "axes", 1);
        Optional<List<Dimension>> input = known.shape(node.input(0));
        if (axes.isEmpty() || input.isEmpty()) {
            return Optional.empty();
        }
        int rank = input.get().size() + axes.get().size();
        Set<Integer> added = new HashSet<>();
        axes.get().forEach(axis -> added.add(ShapeRules.axis(axis, rank)));
        List<Dimension> rest = new ArrayList<>(input.get());
        List<Dimension> result = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            result.add(added.contains(i) ? ONE : rest.removeFirst());
        }
        return Optional.of(result);
    }

    static Optional<List<Dimension>> depthToSpace(GraphNode node, ShapeInferenceContext known) {
        Dimension block = Dimension.of(node.intAttribute("blocksize", 1));
        return known.shape(node.input(0))
                .filter(shape -> shape.size() == 4)
                .map(shape -> List.of(
                        shape.get(0),
                        shape.get(1).dividedBy(block.times(block)),
                        shape.get(2).times(block),
                        shape.get(3).times(block)));
    }

    static Optional<List<Dimension>> spaceToDepth(GraphNode node, ShapeInferenceContext known) {
        Dimension block = Dimension.of(node.intAttribute("blocksize", 1));
        return known.shape(node.input(0))
                .filter(shape -> shape.size() == 4)
                .map(shape -> List.of(
                        shape.get(0),
                        shape.get(1).times(block).times(block),
                        shape.get(2).dividedBy(block),
                        shape.get(3).dividedBy(block)));
    }
}
