package dev.narrowgauge.domain.gate;

import static java.util.stream.Collectors.joining;

import dev.narrowgauge.domain.history.ComparisonKey;
import dev.narrowgauge.domain.history.SeriesName;
import dev.narrowgauge.domain.latency.LatencyEvidence;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * The verdict document of a run as what variants of another are held against.
 *
 * @param title what a sentence calls it
 * @param variantId of the variant that is meant; empty for the one of the same recipe, or the only one that decided that run
 */
public record BaselineSource(Baseline baseline, String title, VerdictDocument document, Optional<String> variantId) {
    /**
     * What another run knows of itself.
     *
     * @param modelId SHA-256 of its FP32 model
     * @param evaluationId SHA-256 of its evaluation dataset
     * @param profiles of nodes by their fingerprints; empty where none was kept
     */
    public record Own(String modelId, String evaluationId, Function<String, Map<String, String>> profiles) {
        private SortedMap<String, String> conditions(
                Evidence.Device device, LatencyEvidence latency, String evaluation) {
            return ComparisonKey.of(
                            profiles.apply(device.fingerprint()), device, latency, evaluation, SeriesName.SINGLE_STREAM)
                    .values();
        }
    }

    /** @param measured what is to be held against it */
    public BaselineEvidence against(Evidence.Measured measured, Own own) {
        String deviceClass = measured.device().deviceClass();
        List<Row> there = document.variants().stream()
                .filter(row -> !row.baseline()
                        && row.device() != null
                        && row.device().deviceClass().equals(deviceClass))
                .toList();
        Optional<Row> row = choose(there, measured.recipeName());
        if (row.isEmpty()) {
            return BaselineEvidence.absent(baseline, title, none(there, measured));
        }
        if (row.get().accuracy() == null || row.get().latency() == null) {
            return BaselineEvidence.absent(
                    baseline,
                    title,
                    "It cannot be held against %s, which was not measured on %s: %s"
                            .formatted(
                                    title,
                                    deviceClass,
                                    row.get().failure() == null
                                            ? "nothing says why."
                                            : row.get().failure().message()));
        }
        return evidence(row.get(), measured, own);
    }

    private Optional<Row> choose(List<Row> there, String recipe) {
        if (variantId.isPresent()) {
            return there.stream()
                    .filter(row -> variantId.get().equals(row.variantId()))
                    .findFirst();
        }
        Optional<Row> same =
                there.stream().filter(row -> row.recipe().equals(recipe)).findFirst();
        List<Row> gating = there.stream().filter(Row::gating).toList();
        return same.or(() -> gating.size() == 1 ? Optional.of(gating.getFirst()) : Optional.empty());
    }

    private String none(List<Row> there, Evidence.Measured measured) {
        String known = there.isEmpty()
                ? "nothing was measured on that"
                : "it has " + there.stream().map(Row::recipe).distinct().collect(joining(", "));
        return "There is no variant %s on %s to hold it against in %s: %s."
                .formatted(measured.recipeName(), measured.device().deviceClass(), title, known);
    }

    private BaselineEvidence evidence(Row row, Evidence.Measured measured, Own own) {
        return new BaselineEvidence(
                baseline.text(),
                title,
                null,
                document.runId(),
                document.model().id(),
                own.modelId(),
                row.sha256(),
                document.digests() == null ? null : document.digests().root(),
                row.sizeBytes(),
                row.accuracy().evidence(),
                row.latency().evidence(),
                own.conditions(
                        row.device(),
                        row.latency().evidence(),
                        document.evaluationDataset().id()),
                own.conditions(measured.device(), measured.latency(), own.evaluationId()));
    }
}
