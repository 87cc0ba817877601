package dev.narrowgauge.engine.quantizer.float16;

import dev.narrowgauge.engine.onnx.graph.ElementTypes;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which nodes work with values that half precision cannot hold. */
final class RangeRules {
    /** Three quarters of the half range: samples not seen may go further than those that were. */
    private static final float LARGEST = 0.75f * 65536;

    /** A tensor that stays below has fewer than 128 steps left between zero and its largest value. */
    private static final float LEAST_LARGEST = 0x1p-17f;

    /** A divisor below is off by more than 3 %, or zero. */
    private static final float LEAST_DIVISOR = 0x1p-20f;

    /** Its square is the largest half. */
    private static final float LARGEST_SQUARED = 255;

    private static final Set<String> SQUARE_INSIDE = Set.of(
            "ReduceL2", "ReduceSumSquare", "LpNormalization", "LpPool", "GlobalLpPool", "MeanVarianceNormalization");
    private static final Set<String> BOUNDED_BY_CONSTANTS = Set.of("Clip", "Min", "Max");

    private final Graph graph;
    private final ElementTypes types;
    private final ValueRanges observed;
    private final ValueRanges constants = new ValueRanges();

    RangeRules(Graph graph, ElementTypes types, ValueRanges observed) {
        this.graph = graph;
        this.types = types;
        this.observed = observed;
    }

    /** Whether a constant with these readers limits other values, rather than taking part in arithmetic. */
    static boolean isBound(List<GraphNode> readers) {
        return readers.stream().anyMatch(reader -> BOUNDED_BY_CONSTANTS.contains(reader.opType()));
    }

    /** Whether the value itself has to be carried in float32. */
    boolean isBeyond(String value) {
        return range(value).filter(range -> range.largest() > LARGEST).isPresent();
    }

    Optional<String> reasonToStay(GraphNode node) {
        return values(node)
                .flatMap(value -> range(value).flatMap(range -> reason(node, value, range)).stream())
                .findFirst();
    }

    private Optional<String> reason(GraphNode node, String value, ValueRange range) {
        boolean harmless = graph.constant(value).isPresent() && BOUNDED_BY_CONSTANTS.contains(node.opType());
        if (range.largest() > LARGEST && !harmless) {
            return Optional.of(sentence("'%s' reaches %.3g; half precision ends at 65504.", value, range.largest()));
        }
        if (range.largest() > 0
                && range.largest() < LEAST_LARGEST
                && graph.constant(value).isEmpty()) {
            return Optional.of(sentence(
                    "'%s' stays below %.3g, where half precision has few steps left.", value, range.largest()));
        }
        if (divides(node, value) && range.smallest() < LEAST_DIVISOR) {
            return Optional.of(sentence(
                    "It divides by, or takes a root or logarithm of '%s', which comes down to %.3g; half precision "
                            + "rounds that to zero or nearly so.",
                    value, range.smallest()));
        }
        if (SQUARE_INSIDE.contains(node.opType()) && range.largest() > LARGEST_SQUARED) {
            return Optional.of(sentence(
                    "It squares '%s', which reaches %.3g; half precision ends at 65504.", value, range.largest()));
        }
        return Optional.empty();
    }

    private static boolean divides(GraphNode node, String value) {
        return switch (node.opType()) {
            case "Div" -> node.input(1).equals(value);
            case "Reciprocal", "Log", "Sqrt" -> node.input(0).equals(value);
            default -> false;
        };
    }

    private Optional<ValueRange> range(String value) {
        return graph.constant(value).isPresent() ? constantRange(value) : observed.of(value);
    }

    private Optional<ValueRange> constantRange(String value) {
        if (constants.of(value).isEmpty() && types.isFloat32(value)) {
            float[] values = TensorValues.floats(graph.constant(value).orElseThrow());
            constants.observe(value, FloatBuffer.wrap(Float16Constants.withoutMasks(values)));
        }
        return constants.of(value);
    }

    private static Stream<String> values(GraphNode node) {
        return Stream.of(node.inputs(), node.outputs()).flatMap(List::stream).filter(value -> !value.isEmpty());
    }

    private static String sentence(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
