package dev.narrowgauge.engine.quantizer.equalization;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import dev.narrowgauge.engine.onnx.shape.Dimension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/** What moves values without mixing channels: other dimensions, other places, other neighbours. */
final class MovementRules {
    private static final Set<String> RESHAPES = Set.of("Reshape", "Flatten", "Squeeze", "Unsqueeze");
    private static final Set<String> REDUCTIONS = Set.of("ReduceMean", "ReduceMax", "ReduceSum", "ReduceMin");

    private final ChannelFlow flow;
    private final Graph graph;

    MovementRules(ChannelFlow flow) {
        this.flow = flow;
        this.graph = flow.graph();
    }

    boolean follow(GraphNode node) {
        if (node.isStandard("Concat")) {
            return stack(node);
        }
        Channels input = flow.channels().get(node.input(0));
        if (input == null) {
            return false;
        }
        if (RESHAPES.contains(node.opType())) {
            return reshape(node, input);
        }
        if (REDUCTIONS.contains(node.opType())) {
            return reduce(node, input);
        }
        return switch (node.opType()) {
            case "Transpose" -> transpose(node, input);
            case "Pad" -> putsZerosAround(node, input) && keep(node, input, input.axis());
            case "Resize", "Upsample" -> resizesTheImage(node, input) && keep(node, input, input.axis());
            case "Gather" -> gather(node, input);
            case "Split" -> split(node, input);
            default -> false;
        };
    }

    private boolean keep(GraphNode node, Channels input, int axis) {
        return map(node, new Channels(input.rank(), axis, input.classes()), IntUnaryOperator.identity());
    }

    private boolean map(GraphNode node, Channels result, IntUnaryOperator origin) {
        flow.add(node, new Step.Mapped(node.input(0), node.output(0), origin), result);
        return true;
    }

    /** Channels stay whole where all dimensions up to them stay, or all behind them go into one with them. */
    private boolean reshape(GraphNode node, Channels input) {
        List<Dimension> before = flow.shapes().of(node.input(0)).orElse(List.of());
        List<Dimension> after = flow.shapes().of(node.output(0)).orElse(List.of());
        int axis = input.axis();
        if (before.size() != input.rank() || after.size() <= axis || !isSame(before, after, axis)) {
            return false;
        }
        if (after.get(axis).equals(before.get(axis))) {
            return map(node, new Channels(after.size(), axis, input.classes()), IntUnaryOperator.identity());
        }
        OptionalLong together = after.get(axis).number();
        if (after.size() != axis + 1 || together.isEmpty() || together.getAsLong() % input.count() != 0) {
            return false;
        }
        int each = (int) (together.getAsLong() / input.count());
        Channels repeated = input.mapped(axis + 1, axis, input.count() * each, channel -> channel / each);
        return map(node, repeated, channel -> channel / each);
    }

    private static boolean isSame(List<Dimension> before, List<Dimension> after, int count) {
        List<Dimension> kept = before.subList(0, count);
        return kept.equals(after.subList(0, count)) && kept.stream().noneMatch(Dimension.UNKNOWN::equals);
    }

    private boolean reduce(GraphNode node, Channels input) {
        List<Long> axes = node.input(1).isEmpty()
                ? node.intsAttribute("axes")
                : numbers(node.input(1)).orElse(List.of());
        List<Integer> reduced =
                axes.stream().map(axis -> Math.floorMod(axis, input.rank())).toList();
        if (reduced.isEmpty() || reduced.contains(input.axis())) {
            return false;
        }
        if (node.intAttribute("keepdims", 1) != 0) {
            return keep(node, input, input.axis());
        }
        int before = (int) reduced.stream().filter(axis -> axis < input.axis()).count();
        Channels result = new Channels(input.rank() - reduced.size(), input.axis() - before, input.classes());
        return map(node, result, IntUnaryOperator.identity());
    }

    private boolean transpose(GraphNode node, Channels input) {
        List<Long> permutation = node.intsAttribute("perm");
        int axis = permutation.isEmpty() ? input.rank() - 1 - input.axis() : permutation.indexOf((long) input.axis());
        return axis >= 0 && keep(node, input, axis);
    }

    private boolean putsZerosAround(GraphNode pad, Channels input) {
        List<Long> pads = pad.input(1).isEmpty()
                ? pad.intsAttribute("pads")
                : numbers(pad.input(1)).orElse(List.of());
        boolean putsZeros = pad.input(2).isEmpty()
                ? pad.floatAttribute("value", 0) == 0
                : graph.constant(pad.input(2))
                        .filter(value -> TensorValues.floats(value)[0] == 0)
                        .isPresent();
        return pad.input(3).isEmpty()
                && pads.size() == 2 * input.rank()
                && pads.get(input.axis()) == 0
                && pads.get(input.rank() + input.axis()) == 0
                && (putsZeros || !pad.stringAttribute("mode", "constant").equals("constant"));
    }

    /** Everything but extrapolation by a number is a weighted sum of the channel's values. */
    private boolean resizesTheImage(GraphNode resize, Channels input) {
        return !resize.stringAttribute("coordinate_transformation_mode", "").equals("tf_crop_and_resize")
                && flow.shapes()
                        .of(resize.output(0))
                        .filter(shape -> shape.size() == input.rank()
                                && shape.get(input.axis()).is(input.count()))
                        .isPresent();
    }

    private boolean gather(GraphNode node, Channels input) {
        Optional<TensorProto> indices = graph.constant(node.input(1)).filter(tensor -> tensor.getDimsCount() == 1);
        boolean picksChannels = Math.floorMod(node.intAttribute("axis", 0), input.rank()) == input.axis();
        if (indices.isEmpty() || !picksChannels) {
            return false;
        }
        long[] picked = TensorValues.longs(indices.get());
        IntUnaryOperator origin = channel -> Math.floorMod(picked[channel], input.count());
        return map(node, input.mapped(input.rank(), input.axis(), picked.length, origin), origin);
    }

    private boolean split(GraphNode node, Channels input) {
        if (Math.floorMod(node.intAttribute("axis", 0), input.rank()) != input.axis()) {
            for (String output : node.outputs()) {
                flow.add(node, new Step.Mapped(node.input(0), output, IntUnaryOperator.identity()), input);
            }
            return true;
        }
        List<Integer> counts = new ArrayList<>();
        for (String output : node.outputs()) {
            OptionalLong count = flow.shapes()
                    .of(output)
                    .map(shape -> shape.get(input.axis()).number())
                    .orElse(OptionalLong.empty());
            counts.add((int) count.orElse(-1));
        }
        if (counts.contains(-1) || counts.stream().mapToInt(Integer::intValue).sum() != input.count()) {
            return false;
        }
        int first = 0;
        for (int i = 0; i < counts.size(); i++) {
            int start = first;
            IntUnaryOperator origin = channel -> start + channel;
            flow.add(
                    node,
                    new Step.Mapped(node.input(0), node.output(i), origin),
                    input.mapped(input.rank(), input.axis(), counts.get(i), origin));
            first += counts.get(i);
        }
        return true;
    }

    /** Values one behind the other along their channels, or along another dimension, where their channels join. */
    private boolean stack(GraphNode node) {
        List<Channels> inputs = new ArrayList<>();
        for (String input : node.inputs()) {
            Channels channels = flow.channels().get(input);
            if (channels == null) {
                return false;
            }
            inputs.add(channels);
        }
        Channels first = inputs.getFirst();
        if (inputs.stream().anyMatch(channels -> channels.rank() != first.rank() || channels.axis() != first.axis())) {
            return false;
        }
        if (Math.floorMod(node.intAttribute("axis", 0), first.rank()) == first.axis()) {
            int[] classes = inputs.stream()
                    .flatMapToInt(c -> Arrays.stream(c.classes()))
                    .toArray();
            flow.add(
                    node,
                    new Step.Stacked(node.inputs(), node.output(0)),
                    new Channels(first.rank(), first.axis(), classes));
            return true;
        }
        if (!inputs.stream().allMatch(first::isAligned)) {
            return false;
        }
        inputs.forEach(channels -> flow.join(first, channels));
        flow.add(node, new Step.Joined(node.inputs(), node.output(0)), first);
        return true;
    }

    private Optional<List<Long>> numbers(String value) {
        return graph.constant(value)
                .map(TensorValues::longs)
                .map(numbers ->
                        Stream.of(numbers).flatMapToLong(Arrays::stream).boxed().toList());
    }
}
