package dev.narrowgauge.engine.onnx.shape;

import static dev.narrowgauge.engine.onnx.shape.Dimension.UNKNOWN;

import dev.narrowgauge.engine.onnx.graph.GraphNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shapes of what operators give that join, select or repeat values. */
final class SelectionShapes {
    /** As the end of a Slice: to the last one. */
    private static final long INFINITE = Integer.MAX_VALUE;

    private SelectionShapes() {}

    static Optional<List<Dimension>> concat(GraphNode node, ShapeInferenceContext known) {
        return concat(node, node.inputs(), known);
    }

    static Optional<List<Dimension>> concat(GraphNode node, List<String> parts, ShapeInferenceContext known) {
        List<Dimension> result = new ArrayList<>();
        for (String input : parts) {
            Optional<List<Dimension>> shape = known.shape(input);
            if (shape.isEmpty()) {
                return Optional.empty();
            }
            int axis = ShapeRules.axis(node.intAttribute("axis", 1), shape.get().size());
            if (result.isEmpty()) {
                result.addAll(shape.get());
                continue;
            }
            for (int i = 0; i < result.size(); i++) {
                Dimension other = shape.get().get(i);
                result.set(i, i == axis ? result.get(i).plus(other) : better(result.get(i), other));
            }
        }
        return Optional.of(result);
    }

    private static Dimension better(Dimension a, Dimension b) {
        return a.number().isPresent() || b.equals(UNKNOWN) ? a : b;
    }

    static List<Optional<List<Dimension>>> split(GraphNode node, ShapeInferenceContext known) {
        Optional<List<Dimension>> input = known.shape(node.input(0));
        if (input.isEmpty()) {
            return List.of();
        }
        int axis = ShapeRules.axis(node.intAttribute("axis", 0), input.get().size());
        int parts = node.outputs().size();
        boolean even = !node.hasAttribute("split") && node.input(1).isEmpty();
        Optional<List<Long>> lengths = known.attributeOrInput(node, "split", 1);
        List<Optional<List<Dimension>>> results = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            List<Dimension> shape = new ArrayList<>(input.get());
            Dimension length = lengths.isPresent() ? Dimension.of(lengths.get().get(i)) : UNKNOWN;
            shape.set(axis, even ? evenPart(input.get().get(axis), parts, i) : length);
            results.add(Optional.of(shape));
        }
        return results;
    }

    /** Where the length is no multiple of the parts, the last one is shorter. */
    private static Dimension evenPart(Dimension length, int parts, int part) {
        if (length.number().isEmpty()) {
            return UNKNOWN;
        }
        long whole = Math.ceilDiv(length.number().getAsLong(), (long) parts);
        long before = whole * part;
        return Dimension.of(Math.clamp(length.number().getAsLong() - before, 0, whole));
    }

    static Optional<List<Dimension>> slice(GraphNode node, ShapeInferenceContext known) {
        Optional<List<Long>> starts = known.attributeOrInput(node, "starts", 1);
        Optional<List<Long>> ends = known.attributeOrInput(node, "ends", 2);
        Optional<List<Long>> axes = known.attributeOrInput(node, "axes", 3);
        Optional<List<Long>> steps = known.attributeOrInput(node, "steps", 4);
        boolean bounded =
                starts.isPresent() && ends.isPresent() && (node.input(4).isEmpty() || steps.isPresent());
        return known.shape(node.input(0)).map(shape -> {
            boolean whichAxes = axes.isPresent() || (node.input(3).isEmpty() && starts.isPresent());
            if (!whichAxes) {
                return ShapeInferenceContext.unknown(shape.size());
            }
            List<Dimension> result = new ArrayList<>(shape);
            for (int i = 0; i < axes.orElse(starts.orElse(List.of())).size(); i++) {
                int axis = axes.isPresent() ? ShapeRules.axis(axes.get().get(i), shape.size()) : i;
                long step = steps.isPresent() ? steps.get().get(i) : 1;
                result.set(
                        axis,
                        bounded
                                ? range(
                                        shape.get(axis),
                                        starts.get().get(i),
                                        ends.get().get(i),
                                        step)
                                : UNKNOWN);
            }
            return result;
        });
    }

    private static Dimension range(Dimension length, long start, long end, long step) {
        if (length.number().isEmpty()) {
            return start == 0 && end >= INFINITE && step == 1 ? length : UNKNOWN;
        }
        long size = length.number().getAsLong();
        long from = start < 0 ? start + size : start;
        long to = end < 0 ? end + size : end;
        if (step > 0) {
            long first = Math.clamp(from, 0, size);
            return Dimension.of(Math.max(0, Math.ceilDiv(Math.clamp(to, 0, size) - first, step)));
        }
        long first = Math.clamp(from, -1, size - 1);
        return Dimension.of(Math.max(0, Math.ceilDiv(first - Math.clamp(to, -1, size - 1), -step)));
    }

    static Optional<List<Dimension>> gather(GraphNode node, ShapeInferenceContext known) {
        Optional<List<Dimension>> data = known.shape(node.input(0));
        Optional<List<Dimension>> indices = known.shape(node.input(1));
        if (data.isEmpty() || indices.isEmpty()) {
            return Optional.empty();
        }
        int axis = ShapeRules.axis(node.intAttribute("axis", 0), data.get().size());
        List<Dimension> result = new ArrayList<>(data.get().subList(0, axis));
        result.addAll(indices.get());
        result.addAll(data.get().subList(axis + 1, data.get().size()));
        return Optional.of(result);
    }

    static Optional<List<Dimension>> expand(GraphNode node, ShapeInferenceContext known) {
        Optional<List<Dimension>> data = known.shape(node.input(0));
        Optional<List<Dimension>> wanted = known.numbers(node.input(1));
        return data.isPresent() && wanted.isPresent()
                ? Optional.of(ShapeRules.broadcast(data.get(), wanted.get()))
                : Optional.empty();
    }

    static Optional<List<Dimension>> tile(GraphNode node, ShapeInferenceContext known) {
        Optional<List<Dimension>> repeats = known.numbers(node.input(1));
        return known.shape(node.input(0)).map(shape -> {
            List<Dimension> result = new ArrayList<>();
            for (int i = 0; i < shape.size(); i++) {
                result.add(
                        repeats.isPresent() ? shape.get(i).times(repeats.get().get(i)) : UNKNOWN);
            }
            return result;
        });
    }

    static Optional<List<Dimension>> pad(GraphNode node, ShapeInferenceContext known) {
        Optional<List<Long>> pads = known.attributeOrInput(node, "pads", 1);
        boolean someAxes = !node.input(3).isEmpty();
        return known.shape(node.input(0)).map(shape -> {
            if (pads.isEmpty() || someAxes) {
                return ShapeInferenceContext.unknown(shape.size());
            }
            List<Dimension> result = new ArrayList<>();
            for (int i = 0; i < shape.size(); i++) {
                long both = pads.get().get(i) + pads.get().get(i + shape.size());
                result.add(shape.get(i).plus(Dimension.of(both)));
            }
            return result;
        });
    }

    static Optional<List<Dimension>> resize(GraphNode node, ShapeInferenceContext known) {
        Optional<List<Long>> sizes = node.input(3).isEmpty() ? Optional.empty() : known.constants(node.input(3));
        Optional<float[]> scales = known.floats(node.input(node.inputs().size() == 2 ? 1 : 2));
        boolean simple = !node.hasAttribute("axes")
                && node.stringAttribute("keep_aspect_ratio_policy", "stretch").equals("stretch")
                && !node.stringAttribute("coordinate_transformation_mode", "").equals("tf_crop_and_resize");
        return known.shape(node.input(0)).map(shape -> {
            if (simple && sizes.isPresent() && sizes.get().size() == shape.size()) {
                return sizes.get().stream().map(Dimension::of).toList();
            }
            List<Dimension> result = new ArrayList<>(ShapeInferenceContext.unknown(shape.size()));
            for (int i = 0; simple && scales.isPresent() && i < Math.min(shape.size(), scales.get().length); i++) {
                result.set(i, scaled(shape.get(i), scales.get()[i]));
            }
            return result;
        });
    }

    private static Dimension scaled(Dimension length, float scale) {
        if (scale == 1) {
            return length;
        }
        return length.number().isPresent()
                ? Dimension.of((long) Math.floor(length.number().getAsLong() * scale))
                : UNKNOWN;
    }
}
