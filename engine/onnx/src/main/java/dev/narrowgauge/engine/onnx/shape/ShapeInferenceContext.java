package dev.narrowgauge.engine.onnx.shape;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What is known of a graph's values so far: their shapes, and of short integer tensors the numbers in them. */
final class ShapeInferenceContext {
    /** Longer ones are data, not shapes. */
    private static final long MOST_NUMBERS = 64;

    private static final Set<ElementType> INTEGERS = Set.of(ElementType.INT64, ElementType.INT32);

    private final Graph graph;
    private final Map<String, List<Dimension>> shapes = new HashMap<>();
    private final Map<String, List<Dimension>> numbers = new HashMap<>();

    ShapeInferenceContext(Graph graph) {
        this.graph = graph;
    }

    void putShape(String value, List<Dimension> shape) {
        shapes.putIfAbsent(value, List.copyOf(shape));
    }

    void putNumbers(String value, List<Dimension> entries) {
        if (entries.size() <= MOST_NUMBERS) {
            numbers.putIfAbsent(value, List.copyOf(entries));
        }
    }

    Optional<List<Dimension>> shape(String value) {
        return Optional.ofNullable(shapes.get(value));
    }

    OptionalInt rank(String value) {
        return shape(value).map(shape -> OptionalInt.of(shape.size())).orElse(OptionalInt.empty());
    }

    /** The integers in the tensor, in order, whatever its shape. */
    Optional<List<Dimension>> numbers(String value) {
        Optional<List<Dimension>> computed = Optional.ofNullable(numbers.get(value));
        return computed.isPresent() ? computed : constant(value).map(ShapeInferenceContext::dimensions);
    }

    /** The same, where all of them are plain numbers. */
    Optional<List<Long>> constants(String value) {
        return numbers(value)
                .filter(entries ->
                        entries.stream().allMatch(entry -> entry.number().isPresent()))
                .map(entries -> entries.stream()
                        .map(entry -> entry.number().getAsLong())
                        .toList());
    }

    /** The floats of a short constant. */
    Optional<float[]> floats(String value) {
        return graph.constant(value)
                .filter(tensor -> TensorValues.elementType(tensor) == ElementType.FLOAT
                        && TensorValues.elementCount(tensor) <= MOST_NUMBERS)
                .map(TensorValues::floats);
    }

    /** What was an attribute in older opsets and is that input since. Empty where it is left out or computed. */
    Optional<List<Long>> attributeOrInput(GraphNode node, String attribute, int input) {
        if (node.hasAttribute(attribute)) {
            return Optional.of(node.intsAttribute(attribute));
        }
        return node.input(input).isEmpty() ? Optional.empty() : constants(node.input(input));
    }

    static List<Dimension> unknown(int rank) {
        return Collections.nCopies(rank, Dimension.UNKNOWN);
    }

    private Optional<TensorProto> constant(String value) {
        return graph.constant(value)
                .filter(tensor -> INTEGERS.contains(TensorValues.elementType(tensor))
                        && TensorValues.elementCount(tensor) <= MOST_NUMBERS);
    }

    private static List<Dimension> dimensions(TensorProto tensor) {
        return Arrays.stream(TensorValues.longs(tensor)).mapToObj(Dimension::of).toList();
    }
}
