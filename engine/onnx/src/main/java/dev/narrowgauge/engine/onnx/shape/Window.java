package dev.narrowgauge.engine.onnx.shape;

import static dev.narrowgauge.engine.onnx.shape.Dimension.UNKNOWN;

import dev.narrowgauge.engine.onnx.graph.GraphNode;
import java.util.List;

/** How the window of a convolution or a pooling moves over an image, axis by axis. */
record Window(
        List<Long> strides,
        List<Long> dilations,
        List<Long> pads,
        List<Long> outputPadding,
        String autoPad,
        boolean plain) {

    static Window of(GraphNode node) {
        boolean plain = node.intAttribute("ceil_mode", 0) == 0 && !node.hasAttribute("output_shape");
        return new Window(
                node.intsAttribute("strides"),
                node.intsAttribute("dilations"),
                node.intsAttribute("pads"),
                node.intsAttribute("output_padding"),
                node.stringAttribute("auto_pad", "NOTSET"),
                plain);
    }

    /** How many places the window has on an axis of that length. */
    Dimension slide(int axis, Dimension length, Dimension kernel) {
        if (!plain || kernel.number().isEmpty()) {
            return UNKNOWN;
        }
        long stride = at(strides, axis, 1);
        long reach = at(dilations, axis, 1) * (kernel.number().getAsLong() - 1);
        if (autoPad.startsWith("SAME")) {
            return length.number().isPresent()
                    ? Dimension.of(Math.ceilDiv(length.number().getAsLong(), stride))
                    : sameIf(stride == 1, length);
        }
        long padding = padding(axis);
        return length.number().isPresent()
                ? Dimension.of(Math.max(0, (length.number().getAsLong() + padding - reach - 1) / stride + 1))
                : sameIf(stride == 1 && padding == reach, length);
    }

    /** How long an axis of that length becomes when each of its places is spread over a window. */
    Dimension spread(int axis, Dimension length, Dimension kernel) {
        if (!plain
                || kernel.number().isEmpty()
                || !autoPad.equals("NOTSET")
                || length.number().isEmpty()) {
            return UNKNOWN;
        }
        long reach = at(dilations, axis, 1) * (kernel.number().getAsLong() - 1);
        long stride = at(strides, axis, 1);
        return Dimension.of(
                stride * (length.number().getAsLong() - 1) + at(outputPadding, axis, 0) + reach + 1 - padding(axis));
    }

    private long padding(int axis) {
        return autoPad.equals("VALID") || pads.isEmpty() ? 0 : pads.get(axis) + pads.get(axis + pads.size() / 2);
    }

    private static Dimension sameIf(boolean same, Dimension length) {
        return same ? length : UNKNOWN;
    }

    private static long at(List<Long> values, int axis, long absent) {
        return values.isEmpty() ? absent : values.get(axis);
    }
}
