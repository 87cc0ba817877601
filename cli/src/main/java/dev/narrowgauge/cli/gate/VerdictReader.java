package dev.narrowgauge.cli.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.narrowgauge.cli.run.OfferedRecipe;
import dev.narrowgauge.cli.run.PreviousOfDocument;
import dev.narrowgauge.domain.decision.Decision;
import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.Reused;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.gate.VerdictDocument;
import dev.narrowgauge.domain.gate.render.GateReport;
import dev.narrowgauge.domain.gate.render.GateReport.Place;
import dev.narrowgauge.domain.gate.render.GateReport.Remedy;
import dev.narrowgauge.domain.proof.CanonicalJson;
import dev.narrowgauge.domain.settings.Stored;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A verdict document, of this version or an older or newer one of the same schema, as what its outputs are made from. */
final class VerdictReader {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private VerdictReader() {}

    /**
     * @param source what a sentence calls the document
     * @param name of the gate; null for the run's
     * @param link to the run's page; empty where nobody knows it
     * @throws NarrowgaugeException REQUEST_INVALID where it is no verdict, DOCUMENT_TOO_NEW where it is of a newer schema
     */
    static GateReport read(String source, byte[] document, String name, String link) {
        JsonNode tree = tree(source, document);
        int version = tree.path("schemaVersion").asInt();
        if (version > VerdictDocument.SCHEMA_VERSION) {
            throw Stored.tooNew("verdict", version, VerdictDocument.SCHEMA_VERSION);
        }
        if (!tree.path("verdict").isTextual() || !tree.path("variants").isArray()) {
            throw refused(source, "it has no verdict or no variants", null);
        }
        try {
            return report(tree, name, link);
        } catch (IllegalArgumentException | DateTimeException | JsonProcessingException failure) {
            throw refused(source, failure.getMessage().lines().findFirst().orElse(""), failure);
        }
    }

    private static JsonNode tree(String source, byte[] document) {
        try {
            return MAPPER.readTree(document);
        } catch (IOException failure) {
            throw refused(source, "it is no JSON", failure);
        }
    }

    private static GateReport report(JsonNode tree, String name, String link) throws JsonProcessingException {
        List<JsonNode> rows = tree.path("variants").valueStream().toList();
        return new GateReport(
                name == null ? tree.path("runName").asText("gate") : name,
                tree.path("runId").asText(),
                Instant.parse(tree.path("decidedAt").asText()),
                Verdict.valueOf(tree.path("verdict").asText()),
                tree.at("/model/name").asText(),
                tree.at("/model/id").asText(),
                policyDigest(tree.path("policy")),
                places(tree.path("decisions")),
                rows.stream().flatMap(ChecksOfRow::of).toList(),
                rows.stream().map(FiguresOfRow::of).toList(),
                OfferedRecipe.of(tree).stream()
                        .map(offered -> new Remedy(offered.variant(), offered.expected(), offered.yaml()))
                        .toList(),
                rows.stream()
                        .flatMap(row -> row.path("notes").valueStream())
                        .map(JsonNode::asText)
                        .distinct()
                        .toList(),
                PreviousOfDocument.read(tree),
                rows.stream().flatMap(VerdictReader::reused).toList(),
                link,
                Optional.empty());
    }

    /** Of the policy as it judged, whatever its spelling. */
    static String policyDigest(JsonNode policy) {
        return Sha256.of(CanonicalJson.bytes(MAPPER.convertValue(policy, Object.class)));
    }

    private static Stream<String> reused(JsonNode row) {
        JsonNode reused = row.path("reused");
        return reused.isObject()
                ? Stream.of("%s on %s: %s"
                        .formatted(
                                row.path("recipe").asText(),
                                row.at("/device/deviceClass").asText(),
                                new Reused(
                                                reused.path("run").asText(),
                                                Instant.parse(reused.path("measuredAt")
                                                        .asText()))
                                        .sentence()))
                : Stream.empty();
    }

    private static List<Place> places(JsonNode decisions) throws JsonProcessingException {
        Stream.Builder<Place> places = Stream.builder();
        for (JsonNode made : decisions) {
            places.add(new Place(
                    made.path("deviceClass").asText(""), MAPPER.treeToValue(made.path("decision"), Decision.class)));
        }
        return places.build().toList();
    }

    private static NarrowgaugeException refused(String source, String why, Exception cause) {
        return new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID,
                "%s is not the verdict of a run (%s): give what GET /v1/runs/ID/verdict answers."
                        .formatted(source, why),
                cause);
    }
}
