package dev.narrowgauge.api.history;

import dev.narrowgauge.db.Measured;
import dev.narrowgauge.domain.history.Comparison;
import dev.narrowgauge.domain.history.ComparisonKey;
import dev.narrowgauge.domain.history.Figure;
import dev.narrowgauge.domain.history.TrackedMetric;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Two measurements against each other as clients see it. */
@Schema(name = "Comparison")
public record ComparisonView(
        Subject first,
        Subject second,

        @Schema(description = "Whether all values that both have may be compared")
        boolean comparable,

        @Schema(description = "Conditions that were not the same; empty where all were")
        List<DifferenceView> differences,

        List<Value> values) {
    /** What was measured, and where. */
    @Schema(name = "ComparedMeasurement")
    public record Subject(
            UUID measurementId,
            UUID runId,
            UUID variantId,

            @Schema(description = "SHA-256 of the model") String modelId,

            String family,
            String recipe,

            @Schema(description = "Of the recipe as it was asked for")
            String recipeSha256,

            String deviceClass,
            String scenario,
            String node,
            Optional<String> commit,
            Instant at,

            @Schema(description = "Why the variant is as fast as it is there, for a person; empty where nobody looked")
            List<String> reasons) {
        static Subject of(Measured measured, List<String> reasons) {
            return new Subject(
                    measured.measurementId(),
                    measured.runId(),
                    measured.variantId(),
                    measured.modelId(),
                    measured.family(),
                    measured.recipe(),
                    measured.recipeSha256(),
                    measured.deviceClass(),
                    measured.scenario(),
                    measured.node(),
                    measured.commit(),
                    measured.at(),
                    reasons);
        }
    }

    /** One metric of both. */
    @Schema(name = "ComparedValue")
    public record Value(
            TrackedMetric metric,

            @Schema(
                    description = "Nothing is called better or worse of what is NOT_COMPARABLE",
                    enumeration = {"BETTER", "WORSE", "UNCHANGED", "CANNOT_TELL", "NOT_COMPARABLE", "MISSING"})
            String outcome,

            Optional<Double> first,
            Optional<Double> second,

            @Schema(
                    description =
                            "From the first to the second: relative, of shares in points of 1; null where nothing is compared")
            Optional<Double> change,

            @Schema(description = "Of the change's 95 % interval; null without one")
            Optional<Double> low,

            Optional<Double> high,

            @Schema(description = "Names of the conditions that were not the same")
            List<String> differences,

            @Schema(description = "For a person") String sentence) {
        static Value of(Comparison comparison) {
            return new Value(
                    comparison.metric(),
                    comparison.outcome().name(),
                    number(comparison.first()),
                    number(comparison.second()),
                    Optional.ofNullable(comparison.change()),
                    Optional.ofNullable(comparison.low()),
                    Optional.ofNullable(comparison.high()),
                    comparison.differences().stream()
                            .map(ComparisonKey.Difference::name)
                            .toList(),
                    comparison.sentence());
        }

        private static Optional<Double> number(Figure figure) {
            return Optional.ofNullable(figure).map(Figure::value);
        }
    }

    static ComparisonView of(Subject first, Subject second, List<Comparison> comparisons) {
        List<DifferenceView> differences = comparisons.stream()
                .flatMap(comparison -> DifferenceView.of(comparison.differences()).stream())
                .distinct()
                .toList();
        return new ComparisonView(
                first,
                second,
                differences.isEmpty(),
                differences,
                comparisons.stream().map(Value::of).toList());
    }

    static List<String> header() {
        return List.of("metric", "outcome", "first", "second", "change", "low", "high", "sentence");
    }

    List<List<Object>> lines() {
        return values.stream()
                .map(value -> List.<Object>of(
                        value.metric(),
                        value.outcome(),
                        value.first(),
                        value.second(),
                        value.change(),
                        value.low(),
                        value.high(),
                        value.sentence()))
                .toList();
    }
}
