package dev.narrowgauge.engine.quantizer;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.recipe.ActivationSettings;
import dev.narrowgauge.domain.recipe.IntegerType;
import dev.narrowgauge.domain.recipe.Recipe;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.onnx.model.TensorValues;
import dev.narrowgauge.engine.quantizer.calibration.ActivationStatistics;
import dev.narrowgauge.engine.quantizer.calibration.CalibrationStatistics;
import dev.narrowgauge.engine.quantizer.form.IntegerForm;
import dev.narrowgauge.engine.quantizer.numbers.QuantizationParameters;
import dev.narrowgauge.engine.quantizer.placement.ClipBounds;
import dev.narrowgauge.engine.quantizer.placement.OperatorRules.Style;
import dev.narrowgauge.engine.quantizer.placement.Placements;
import dev.narrowgauge.engine.quantizer.placement.TypeRules;
import dev.narrowgauge.engine.quantizer.range.Grid;
import dev.narrowgauge.engine.quantizer.range.Grid.Symmetry;
import dev.narrowgauge.engine.quantizer.range.KnownRanges;
import dev.narrowgauge.engine.quantizer.range.Range;
import java.util.Optional;

/** Chooses scale and zero point of each activation from what was observed and from what the runtime's fusions need. */
final class ActivationParameters {
    private final IntegerForm form;
    private final Graph graph;
    private final Placements placements;
    private final Recipe recipe;
    private final CalibrationStatistics statistics;

    ActivationParameters(IntegerForm form, Recipe recipe, CalibrationStatistics statistics) {
        this.form = form;
        this.graph = form.graph();
        this.placements = form.placements();
        this.recipe = recipe;
        this.statistics = statistics;
    }

    QuantizationParameters of(String value) {
        Optional<GraphNode> producer = graph.producer(value);
        if (placements.style() == Style.AROUND_NODES
                && producer.filter(node -> node.isStandard("Softmax")).isPresent()) {
            // The kernel's own scale: probabilities in as many steps as there are codes.
            IntegerType type = recipe.activationsOf(value).type();
            return new QuantizationParameters(type, 1f / (1 << type.bits()), type.minimum());
        }
        QuantizationParameters parameters =
                grid(value).parameters(form.knownRange(value).orElseGet(() -> range(form.observedName(value))));
        return placements
                .absorbedProducer(value)
                .flatMap(cut -> ClipBounds.of(cut, graph))
                .map(bounds -> parameters.within(bounds.low(), bounds.high()))
                .orElse(parameters);
    }

    /** Of a value times a positive number: the same codes stand for it. */
    QuantizationParameters ofProduct(QuantizationParameters value, GraphNode rescaling) {
        float factor = TensorValues.floats(graph.constant(rescaling.input(1)).orElseThrow())[0];
        return new QuantizationParameters(value.type(), value.scale() * factor, value.zeroPoint());
    }

    /** For that range of a constant that is read like an activation. */
    QuantizationParameters ofConstant(String name, float minimum, float maximum) {
        Grid beside = grid(name);
        IntegerType type = TypeRules.constantBeside(beside.type(), recipe.target());
        return new Grid(type, beside.symmetry()).parameters(Range.containing(minimum, maximum));
    }

    private Range range(String value) {
        return recipe.rangeOf(value)
                .map(given -> Range.containing(given.minimum(), given.maximum()))
                .orElseGet(() -> KnownRanges.of(recipe.calibrationOf(value), observed(value), grid(value))
                        .roundedOut());
    }

    private Grid grid(String value) {
        ActivationSettings settings = recipe.activationsOf(form.observedName(value));
        // Around nodes one-sided data keeps the least code for zero: only then is a Relu redundant.
        Symmetry whereAsked = placements.style() == Style.AROUND_NODES ? Symmetry.UNLESS_ONE_SIDED : Symmetry.ALWAYS;
        return new Grid(settings.type(), settings.symmetric() ? whereAsked : Symmetry.NONE);
    }

    private ActivationStatistics observed(String value) {
        ActivationStatistics observed = statistics.of(value);
        if (observed.isEmpty()) {
            throw observed.extremes().nonFiniteCount() > 0
                    ? new NarrowgaugeException(
                            ErrorCode.DATASET_NOT_FINITE,
                            "With the calibration samples the value '" + value
                                    + "' is never finite; give samples for which the model computes finite values.")
                    : new NarrowgaugeException(
                            ErrorCode.DATASET_EMPTY,
                            "The calibration gave no values for '" + value + "'; give at least one sample.");
        }
        return observed;
    }
}
