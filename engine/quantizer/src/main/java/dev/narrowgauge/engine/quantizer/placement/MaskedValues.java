package dev.narrowgauge.engine.quantizer.placement;

import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.ElementType;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.onnx.proto.TensorProto;
import java.util.HashSet;
import java.util.Set;

/**
 * The values that carry a number which stands for "never look here", as attention masks do with −10⁴, −3.4·10³⁸ or −∞. One
 * scale for such a number and for the scores beside it leaves no code for the scores.
 */
final class MaskedValues {
    /** Below any score, and above what exporters take for minus infinity. */
    private static final float MASK = -5000;

    /** Operators that hand the number on; what bounds its input, like Softmax, ends it. */
    private static final Set<String> HAND_ON = Set.of(
            "Add",
            "Sub",
            "Mul",
            "Div",
            "Where",
            "Min",
            "Max",
            "Neg",
            "Cast",
            "Identity",
            "Dropout",
            "Expand",
            "Tile",
            "Reshape",
            "Flatten",
            "Squeeze",
            "Unsqueeze",
            "Transpose",
            "Slice",
            "Split",
            "Concat",
            "Gather",
            "GatherElements",
            "ConstantOfShape",
            "ScatterND",
            "Trilu");

    private static final Set<String> COMBINE = Set.of("Add", "Sub", "Mul", "Where", "Max", "Min", "Concat", "Trilu");

    private final Set<String> values = new HashSet<>();

    private MaskedValues() {}

    static MaskedValues of(Graph graph) {
        MaskedValues masked = new MaskedValues();
        for (GraphNode node : graph.topologicalOrder()) {
            if (node.domain().isEmpty() && HAND_ON.contains(node.opType())) {
                masked.follow(graph, node);
            }
        }
        return masked;
    }

    private void follow(Graph graph, GraphNode node) {
        boolean reads = isFilledWithMask(node);
        for (String input : node.inputs()) {
            boolean isMask = COMBINE.contains(node.opType())
                    && graph.constant(input).filter(MaskedValues::holdsMask).isPresent();
            if (isMask) {
                values.add(input);
            }
            reads |= isMask || values.contains(input);
        }
        if (reads) {
            values.addAll(node.outputs());
        }
    }

    /** Whether the node reads or writes such a number. */
    boolean touches(GraphNode node) {
        return node.inputs().stream().anyMatch(values::contains)
                || node.outputs().stream().anyMatch(values::contains);
    }

    private static boolean isFilledWithMask(GraphNode node) {
        return node.isStandard("ConstantOfShape")
                && node.hasAttribute("value")
                && holdsMask(node.attribute("value").getT());
    }

    private static boolean holdsMask(TensorProto tensor) {
        if (tensor.getDataType() != ElementType.FLOAT.number()) {
            return false;
        }
        for (float value : TensorValues.floats(tensor)) {
            if (value <= MASK || Float.isInfinite(value)) {
                return true;
            }
        }
        return false;
    }
}
