package dev.narrowgauge.engine.quantizer.float16;

import static java.util.Map.entry;

import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.engine.onnx.graph.ElementTypes;
import dev.narrowgauge.engine.onnx.graph.FlatModel;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.ElementType;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which nodes have to stay in float32, and why. */
final class Float16Rules {
    private static final String POSITIONS =
            "It computes positions, which half precision rounds to whole pixels or worse.";
    private static final String SEQUENCE = "It counts or adds up along a sequence, which half precision cannot follow.";
    private static final String SELECTION = "It selects by comparing scores, and rounding would change the selection.";
    private static final String WHOLE_NUMBERS = "It computes whole numbers, which half precision has up to 2048 only.";
    private static final String NO_HALF_FORM = "ONNX defines it for float32, not for half precision.";
    private static final String FUNCTION = "ONNX Runtime expands it to a function whose constants are float32.";
    private static final String TYPE_ATTRIBUTE = "Its result type is fixed by an attribute.";

    private static final Map<String, String> STAY_FLOAT = Map.ofEntries(
            entry("Constant", "The model gives it out as it is."),
            entry("Resize", POSITIONS),
            entry("Upsample", POSITIONS),
            entry("GridSample", POSITIONS),
            entry("AffineGrid", POSITIONS),
            entry("RoiAlign", POSITIONS),
            entry("MaxRoiPool", POSITIONS),
            entry("Range", SEQUENCE),
            entry("CumSum", SEQUENCE),
            entry("Celu", NO_HALF_FORM),
            entry("IsInf", NO_HALF_FORM),
            entry("MeanVarianceNormalization", FUNCTION),
            entry("TfIdfVectorizer", NO_HALF_FORM),
            entry("TopK", SELECTION),
            entry("NonMaxSuppression", SELECTION),
            entry("RandomNormal", TYPE_ATTRIBUTE),
            entry("RandomNormalLike", TYPE_ATTRIBUTE),
            entry("RandomUniform", TYPE_ATTRIBUTE),
            entry("RandomUniformLike", TYPE_ATTRIBUTE),
            entry("Multinomial", TYPE_ATTRIBUTE),
            entry("Bernoulli", TYPE_ATTRIBUTE),
            entry("EyeLike", TYPE_ATTRIBUTE),
            entry("BlackmanWindow", TYPE_ATTRIBUTE),
            entry("HammingWindow", TYPE_ATTRIBUTE),
            entry("HannWindow", TYPE_ATTRIBUTE),
            entry("MelWeightMatrix", TYPE_ATTRIBUTE),
            entry("DFT", SEQUENCE),
            entry("STFT", SEQUENCE));

    private final ElementTypes types;
    private final Recipe recipe;
    private final Set<GraphNode> wholeNumbers;

    /** @param wholeNumbers nodes that compute whole numbers */
    Float16Rules(ElementTypes types, Recipe recipe, Set<GraphNode> wholeNumbers) {
        this.types = types;
        this.recipe = recipe;
        this.wholeNumbers = wholeNumbers;
    }

    /** Why the node stays as it is; empty when it is to compute in half precision. */
    Optional<String> reasonToStay(GraphNode node) {
        if (FlatModel.isExit(node)) {
            return Optional.of("What its branches or its body give out keeps its type.");
        }
        if (!node.domain().isEmpty()) {
            return Optional.of(
                    "Operators of domain '" + node.domain() + "' are not known to have a half-precision form.");
        }
        if (node.hasSubgraphs()) {
            return Optional.of("Its subgraphs are left as they are.");
        }
        if (STAY_FLOAT.containsKey(node.opType())) {
            return Optional.of(STAY_FLOAT.get(node.opType()));
        }
        if (wholeNumbers.contains(node)) {
            return Optional.of(WHOLE_NUMBERS);
        }
        if (!recipe.selects(node.opType(), node.name())) {
            return Optional.of("The recipe excludes it.");
        }
        Optional<String> untyped = values(node)
                .filter(value -> types.of(value) == ElementType.UNDEFINED)
                .findFirst();
        if (untyped.isPresent()) {
            return Optional.of("The type of '" + untyped.get() + "' is not known.");
        }
        return values(node).anyMatch(types::isFloat32)
                ? Optional.empty()
                : Optional.of("It has no float32 input or result.");
    }

    private static Stream<String> values(GraphNode node) {
        return Stream.concat(node.inputs().stream(), node.outputs().stream()).filter(value -> !value.isEmpty());
    }
}
