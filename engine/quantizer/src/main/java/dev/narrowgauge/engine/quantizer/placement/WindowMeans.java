package dev.narrowgauge.engine.quantizer.placement;

import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.shape.Shapes;
import java.util.List;
import java.util.OptionalLong;

/** An AveragePool that gives every value of a window the same weight, at the border of the image, too. */
public final class WindowMeans {
    private static final int IMAGE_DIMENSIONS = 4;

    /** As a convolution a larger one would put too many weights into the file. */
    private static final long LARGEST_WINDOW = 64;

    private WindowMeans() {}

    /** The channels of an image that a convolution of each with equal weights computes the same of; empty where none does. */
    public static OptionalLong channels(GraphNode pool, Shapes shapes) {
        boolean countsAll = isAll(pool.intsAttribute("pads"), 0)
                        && List.of("NOTSET", "VALID").contains(pool.stringAttribute("auto_pad", "NOTSET"))
                || pool.intAttribute("count_include_pad", 0) == 1;
        long window = pool.intsAttribute("kernel_shape").stream().reduce(1L, (a, b) -> a * b);
        boolean isConvolution = countsAll
                && pool.intAttribute("ceil_mode", 0) == 0
                && isAll(pool.intsAttribute("dilations"), 1)
                && window <= LARGEST_WINDOW;
        return isConvolution
                ? shapes.of(pool.input(0))
                        .filter(shape -> shape.size() == IMAGE_DIMENSIONS)
                        .map(shape -> shape.get(1).number())
                        .orElse(OptionalLong.empty())
                : OptionalLong.empty();
    }

    private static boolean isAll(List<Long> values, long expected) {
        return values.stream().allMatch(value -> value == expected);
    }
}
