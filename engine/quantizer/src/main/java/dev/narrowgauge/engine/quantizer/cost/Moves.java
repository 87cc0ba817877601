package dev.narrowgauge.engine.quantizer.cost;

import dev.narrowgauge.engine.onnx.graph.GraphNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What kernels do that move values: they copy pieces of memory that lie together in the operand as in the result. */
final class Moves {
    private static final int IMAGE_DIMENSIONS = 4;

    /** The row of each is named after the width of the values, too. */
    private static final Map<String, String> ROWS = Map.ofEntries(
            Map.entry("Transpose", "transpose"),
            Map.entry("Concat", "concat.moved"),
            Map.entry("Slice", "slice"),
            Map.entry("Split", "split"),
            Map.entry("Gather", "gather"),
            Map.entry("GatherElements", "gather"),
            Map.entry("GatherND", "gather"),
            Map.entry("Expand", "gather"),
            Map.entry("Tile", "gather"),
            Map.entry("Pad", "gather"),
            Map.entry("DepthToSpace", "transpose"),
            Map.entry("SpaceToDepth", "transpose"),
            Map.entry("Resize", "resize"));

    private static final Set<String> WITHOUT_COPY =
            Set.of("Reshape", "Flatten", "Squeeze", "Unsqueeze", "Shape", "Size", "Constant", "Dropout");

    private final Sizes sizes;

    Moves(Sizes sizes) {
        this.sizes = sizes;
    }

    /**
     * Empty where the node computes new values.
     *
     * @param channelsLast whether an image has them there where it runs, although the graph has them first
     */
    Optional<KernelCall> of(GraphNode node, String width, boolean channelsLast) {
        if (WITHOUT_COPY.contains(node.opType())) {
            return Optional.of(new KernelCall("move", work(node, channelsLast)));
        }
        boolean linear = node.opType().equals("Resize")
                && !node.stringAttribute("mode", "nearest").equals("nearest");
        return Optional.ofNullable(ROWS.get(node.opType()))
                .map(row -> new KernelCall(linear ? "resize.float.linear" : row + width, work(node, channelsLast)));
    }

    /** Rows are the pieces. */
    Work work(GraphNode node, boolean channelsLast) {
        boolean wholeRead = node.opType().equals("Split");
        long written = sizes.elements(wholeRead ? node.input(0) : node.output(0));
        boolean wholeWritten = node.opType().endsWith("Concat");
        long read = wholeWritten ? written : sizes.elements(node.input(0));
        return new Work(1, 0, 0, pieces(node, written, channelsLast), read, written);
    }

    private long pieces(GraphNode node, long written, boolean channelsLast) {
        return switch (node.opType()) {
            case "Concat" -> node.inputs().size() * before(node, node.output(0), channelsLast);
            case "QLinearConcat" -> (node.inputs().size() - 2) / 3 * before(node, node.output(0), channelsLast);
            case "Split" -> node.outputs().size() * before(node, node.input(0), channelsLast);
            case "Gather" -> written / behind(node, channelsLast);
            case "GatherElements" -> written;
            case "GatherND" -> written / Math.max(1, sizes.axis(node.output(0), -1));
            case "Slice", "Pad" -> written / together(node);
            default -> 0;
        };
    }

    private long before(GraphNode node, String value, boolean channelsLast) {
        List<Long> shape = sizes.of(value);
        int axis = axis(node, shape);
        return isMovedAxis(axis, shape, channelsLast)
                ? Sizes.product(shape) / Math.max(1, shape.get(axis))
                : Sizes.product(shape.subList(0, axis));
    }

    private long behind(GraphNode node, boolean channelsLast) {
        List<Long> shape = sizes.of(node.input(0));
        int axis = axis(node, shape);
        boolean single = shape.isEmpty() || isMovedAxis(axis, shape, channelsLast);
        return single ? 1 : Math.max(1, Sizes.product(shape.subList(axis + 1, shape.size())));
    }

    private static int axis(GraphNode node, List<Long> shape) {
        int axis = (int) node.intAttribute("axis", 0);
        return Math.clamp(axis < 0 ? axis + shape.size() : axis, 0, Math.max(0, shape.size() - 1));
    }

    private static boolean isMovedAxis(int axis, List<Long> shape, boolean channelsLast) {
        return channelsLast && axis == 1 && shape.size() == IMAGE_DIMENSIONS;
    }

    /** Values of the result from the last axis on that has another length than in the operand. */
    private long together(GraphNode node) {
        List<Long> from = sizes.of(node.input(0));
        List<Long> to = sizes.of(node.output(0));
        long together = 1;
        for (int axis = to.size() - 1; axis >= 0 && from.size() == to.size(); axis--) {
            together *= to.get(axis);
            if (!from.get(axis).equals(to.get(axis))) {
                break;
            }
        }
        return Math.max(1, together);
    }
}
