package dev.narrowgauge.api.history;

import dev.narrowgauge.domain.history.TrackedMetric;
import dev.narrowgauge.domain.history.Tradeoff;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A recipe among those of a family on a device class, as clients see it: whether another is better in every way. */
@Schema(name = "ParetoRow")
public record ParetoRow(
        String recipe,

        @Schema(description = "When it was measured last") Instant at,

        UUID measurementId,

        @Schema(description = "Time of the variant / of the baseline; null where the last measurement was not valid")
        Optional<Double> latency,

        @Schema(
                description =
                        "Of what `loss` is: accuracy lost, or the share of the answers that differ where there are no labels")
        TrackedMetric lossOf,

        Optional<Double> loss,

        @Schema(description = "Bytes of the variant / of the baseline")
        Optional<Double> size,

        ParetoStanding state) {
    /** What is to be said of a recipe. */
    public enum ParetoStanding {
        /** None of the others, and not the baseline, is as good in every way and better in one. */
        BEST,
        DOMINATED,
        /** Timed under conditions that are not those of the newest measurement. */
        NOT_COMPARABLE,
        /** It has no value of one of the three. */
        INCOMPLETE
    }

    private static final Comparator<MatrixRow> NEWEST = Comparator.comparing(MatrixRow::at);

    /** @param rows of a family, a device class and a scenario */
    static List<ParetoRow> of(List<MatrixRow> rows) {
        TrackedMetric lossOf = rows.stream()
                        .allMatch(row ->
                                row.value(TrackedMetric.ACCURACY_DIFFERENCE).isPresent())
                ? TrackedMetric.ACCURACY_DIFFERENCE
                : TrackedMetric.FLIP_SHARE;
        Optional<Long> conditions = rows.stream()
                .filter(row -> row.value(TrackedMetric.LATENCY_RATIO).isPresent())
                .max(NEWEST)
                .flatMap(ParetoRow::conditions);
        Map<String, Tradeoff> comparable = rows.stream()
                .filter(row -> conditions(row).equals(conditions))
                .filter(row -> tradeoff(row, lossOf).isPresent())
                .collect(Collectors.toMap(
                        MatrixRow::recipe, row -> tradeoff(row, lossOf).orElseThrow()));
        List<Tradeoff> all = new ArrayList<>(comparable.values());
        all.add(Tradeoff.BASELINE);
        return rows.stream()
                .map(row ->
                        row(row, lossOf, state(row, lossOf, Optional.ofNullable(comparable.get(row.recipe())), all)))
                .toList();
    }

    private static ParetoStanding state(
            MatrixRow row, TrackedMetric lossOf, Optional<Tradeoff> own, List<Tradeoff> all) {
        if (own.isPresent()) {
            return own.get().isBestOf(all) ? ParetoStanding.BEST : ParetoStanding.DOMINATED;
        }
        return tradeoff(row, lossOf).isPresent() ? ParetoStanding.NOT_COMPARABLE : ParetoStanding.INCOMPLETE;
    }

    private static ParetoRow row(MatrixRow row, TrackedMetric lossOf, ParetoStanding state) {
        return new ParetoRow(
                row.recipe(),
                row.at(),
                row.measurementId(),
                number(row, TrackedMetric.LATENCY_RATIO),
                lossOf,
                loss(row, lossOf),
                number(row, TrackedMetric.SIZE_RATIO),
                state);
    }

    private static Optional<Long> conditions(MatrixRow row) {
        return row.value(TrackedMetric.LATENCY_RATIO).map(MatrixRow.Value::conditions);
    }

    private static Optional<Tradeoff> tradeoff(MatrixRow row, TrackedMetric lossOf) {
        return number(row, TrackedMetric.LATENCY_RATIO)
                .flatMap(latency -> loss(row, lossOf)
                        .flatMap(loss ->
                                number(row, TrackedMetric.SIZE_RATIO).map(size -> new Tradeoff(latency, loss, size))));
    }

    /** Less is better. */
    private static Optional<Double> loss(MatrixRow row, TrackedMetric lossOf) {
        return number(row, lossOf).map(value -> lossOf.lessIsBetter() ? value : -value + 0.0);
    }

    private static Optional<Double> number(MatrixRow row, TrackedMetric metric) {
        return row.value(metric).map(MatrixRow.Value::value);
    }

    static List<String> header() {
        return List.of("recipe", "at", "measurementId", "latency", "lossOf", "loss", "size", "state");
    }

    List<Object> cells() {
        return List.of(recipe, at, measurementId, latency, lossOf, loss, size, state);
    }
}
