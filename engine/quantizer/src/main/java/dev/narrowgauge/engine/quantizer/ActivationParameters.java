package dev.narrowgauge.engine.quantizer;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.recipe.ActivationSettings;
import dev.narrowgauge.domain.recipe.IntegerType;
import dev.narrowgauge.engine.onnx.graph.Graph;
import dev.narrowgauge.engine.onnx.graph.GraphNode;
import dev.narrowgauge.engine.quantizer.calibration.CalibrationStatistics;
import dev.narrowgauge.engine.quantizer.calibration.TensorStatistics;
import dev.narrowgauge.engine.quantizer.numbers.QuantizationParameters;
import dev.narrowgauge.engine.quantizer.placement.ClipBounds;
import dev.narrowgauge.engine.quantizer.placement.Placements;
import java.util.Optional;

/** Chooses scale and zero point of each activation from what was observed and from what the runtime's fusions need. */
final class ActivationParameters {
    private final Graph graph;
    private final Placements placements;
    private final ActivationSettings settings;
    private final CalibrationStatistics statistics;

    ActivationParameters(
            Graph graph, Placements placements, ActivationSettings settings, CalibrationStatistics statistics) {
        this.graph = graph;
        this.placements = placements;
        this.settings = settings;
        this.statistics = statistics;
    }

    QuantizationParameters of(String value) {
        Optional<GraphNode> producer = graph.producer(value);
        if (producer.filter(node -> node.isStandard("Softmax")).isPresent()) {
            // The kernel's own scale: probabilities in steps of 1/256.
            return new QuantizationParameters(
                    settings.type(), 1f / 256, settings.type().minimum());
        }
        TensorStatistics observed = observed(value);
        QuantizationParameters parameters = ofRange(observed.minimum(), observed.maximum());
        return placements
                .absorbedProducer(value)
                .flatMap(cut -> ClipBounds.of(cut, graph))
                .map(bounds -> parameters.within(bounds.low(), bounds.high()))
                .orElse(parameters);
    }

    /** For constants that are read like activations. */
    QuantizationParameters ofRange(float minimum, float maximum) {
        IntegerType type = settings.type();
        // One-sided data keeps the least code for zero: only then is a Relu redundant.
        return settings.symmetric() && minimum < 0
                ? QuantizationParameters.symmetric(type, minimum, maximum)
                : QuantizationParameters.asymmetric(type, minimum, maximum);
    }

    TensorStatistics observed(String value) {
        TensorStatistics observed = statistics.of(value);
        if (observed.isEmpty()) {
            throw observed.nonFiniteCount() > 0
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
