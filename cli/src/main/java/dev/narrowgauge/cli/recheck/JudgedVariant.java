package dev.narrowgauge.cli.recheck;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.narrowgauge.cli.local.FileDigest;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.Occasion;
import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.gate.Recomputation;
import dev.narrowgauge.domain.gate.Row;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.gate.VerdictDocument;
import dev.narrowgauge.domain.settings.Stored;
import dev.narrowgauge.domain.variant.AccuracyEvidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One variant of a verdict on one device, with the baseline that it was held against there.
 *
 * @param modelId SHA-256 of the FP32 model as it was uploaded
 */
record JudgedVariant(Path document, String modelId, Policy policy, Row baseline, Row variant) {
    /** A newer service may say more than this program knows. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    JudgedVariant {
        requireNonNull(baseline, "baseline is null");
        requireNonNull(variant, "variant is null");
    }

    /**
     * @param recipe of the variant; null where the verdict has evidence on one alone
     * @throws NarrowgaugeException FILE_NOT_FOUND, REQUEST_INVALID or a code for a newer version
     */
    static JudgedVariant read(Path file, String recipe) {
        JsonNode document = parsed(file);
        int version = document.path("schemaVersion").asInt();
        if (version > VerdictDocument.SCHEMA_VERSION) {
            throw Stored.tooNew("verdict", version, VerdictDocument.SCHEMA_VERSION);
        }
        List<Row> rows = value(file, document.path("variants"), new TypeReference<>() {});
        Map<String, Object> policy = value(file, document.path("policy"), new TypeReference<>() {});
        Row variant = chosen(file, rows, recipe);
        Row baseline = rows.stream()
                .filter(row -> row.baseline() && row.device().equals(variant.device()))
                .findFirst()
                .orElseThrow(() -> invalid("%s has no baseline on %s"
                        .formatted(file, variant.device().deviceClass())));
        return new JudgedVariant(
                file,
                document.path("model").path("id").asText(),
                Policy.fromStored(policy).value(),
                baseline,
                variant);
    }

    /** On the first device that it was measured on: what its answers are there, they are elsewhere, mostly. */
    private static Row chosen(Path file, List<Row> rows, String recipe) {
        List<Row> judged = rows.stream()
                .filter(row -> !row.baseline() && row.accuracy() != null)
                .filter(row -> recipe == null || recipe.equals(row.recipe()))
                .toList();
        String recipes = judged.stream().map(Row::recipe).distinct().collect(Collectors.joining(", "));
        if (judged.isEmpty()) {
            throw invalid(
                    recipe == null
                            ? "%s has no variant that was evaluated".formatted(file)
                            : "%s has no evaluated variant of the recipe '%s'; its variants are of: %s"
                                    .formatted(file, recipe, recipesOf(rows)));
        }
        if (judged.stream().map(Row::recipe).distinct().count() > 1) {
            throw invalid("%s has several variants; name one with --recipe: %s".formatted(file, recipes));
        }
        return judged.getFirst();
    }

    private static String recipesOf(List<Row> rows) {
        return rows.stream()
                .filter(row -> !row.baseline())
                .map(Row::recipe)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** @throws NarrowgaugeException REQUEST_INVALID where the files are others than those that were judged */
    void requireFiles(Path model, Path file) {
        String digest = FileDigest.of(model);
        if (!digest.equals(modelId)) {
            throw invalid("%s is not the model of %s: its SHA-256 is %s, that of the verdict %s"
                    .formatted(model, document, digest, modelId));
        }
        if (variant.sha256() != null) {
            requireVariant(file);
            return;
        }
        // Verdicts of older services do not say the digest.
        try {
            long size = Files.size(file);
            if (variant.sizeBytes() != null && size != variant.sizeBytes()) {
                throw invalid("%s is not the variant of the recipe '%s' in %s: it has %d bytes, that of the verdict %d"
                        .formatted(file, variant.recipe(), document, size, variant.sizeBytes()));
            }
        } catch (IOException failure) {
            throw new NarrowgaugeException(
                    ErrorCode.FILE_NOT_FOUND, "%s cannot be read: %s".formatted(file, failure.getMessage()), failure);
        }
    }

    private void requireVariant(Path file) {
        String digest = FileDigest.of(file);
        if (!digest.equals(variant.sha256())) {
            throw invalid("%s is not the variant of the recipe '%s' in %s: its SHA-256 is %s, that of the verdict %s"
                    .formatted(file, variant.recipe(), document, digest, variant.sha256()));
        }
    }

    /** The same variant, judged today, of which all but the accuracy is as it was. */
    Row judgedBy(AccuracyEvidence accuracy) {
        var evidence = new VerdictDocument.Accuracy(null, null, 0, 0, accuracy.samples(), null, accuracy);
        Row other = new Row(
                variant.variantId(),
                variant.recipe(),
                variant.precision(),
                false,
                variant.sizeBytes(),
                variant.sizeRatio(),
                variant.device(),
                evidence,
                variant.latency(),
                variant.peakMemoryBytes(),
                variant.verdict(),
                variant.gating(),
                variant.rules(),
                variant.notes(),
                null,
                variant.decision(),
                variant.further() == null ? null : variant.further().onOtherSamples(),
                variant.sha256(),
                variant.extension(),
                variant.reused());
        return Recomputation.of(List.of(baseline, other), Verdict.PASS, policy, new Occasion(Instant.now(), modelId))
                .rows()
                .stream()
                .filter(row -> !row.baseline())
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode parsed(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new NarrowgaugeException(ErrorCode.FILE_NOT_FOUND, "the verdict %s is not a file".formatted(file));
        }
        try {
            JsonNode document = MAPPER.readTree(file.toFile());
            if (document.has("policy") && document.path("variants").isArray()) {
                return document;
            }
        } catch (IOException failure) {
            throw invalid("%s is not JSON: %s"
                    .formatted(file, failure.getMessage().lines().findFirst().orElse("")));
        }
        throw invalid("%s is not the verdict of a run; save one from GET /v1/runs/ID/verdict".formatted(file));
    }

    private static <T> T value(Path file, JsonNode node, TypeReference<T> type) {
        try {
            return MAPPER.readerFor(type).readValue(node);
        } catch (IOException failure) {
            throw invalid("%s is not a valid verdict: %s"
                    .formatted(file, failure.getMessage().lines().findFirst().orElse("")));
        }
    }

    private static NarrowgaugeException invalid(String message) {
        return new NarrowgaugeException(ErrorCode.REQUEST_INVALID, message);
    }
}
