package dev.narrowgauge.checks.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.narrowgauge.checks.rules.ScalarTokens.Token;
import dev.narrowgauge.domain.gate.Evidence;
import dev.narrowgauge.domain.gate.Gate;
import dev.narrowgauge.domain.gate.Occasion;
import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.gate.Row;
import dev.narrowgauge.domain.gate.VerdictDocument;
import dev.narrowgauge.domain.proof.EvidenceDigests;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * A verdict document with its digests, as JSON.
 *
 * @param places of its texts and numbers, by the piece that they are in; those of the digests are in one of their own
 */
record JudgedDocument(String json, EvidenceDigests digests, ScalarTokens tokens, Map<String, List<Token>> places) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DIGESTS = "/digests";
    private static final String MODEL = "a".repeat(64);

    static JudgedDocument of(List<Evidence> measured, List<Map<String, Object>> rules) throws IOException {
        Map<String, Object> waiver = Map.of(
                "rule",
                "accuracy.top1.loss",
                "model",
                MODEL,
                "reason",
                "Ticket 7.",
                "owner",
                "team-x",
                "expires",
                "2027-01-31");
        Policy policy = Policy.fromMap(Map.of("rules", rules, "waivers", List.of(waiver)));
        Instant decidedAt = Instant.parse("2026-03-01T10:00:00Z");
        Gate gate = new Gate(policy, new Occasion(decidedAt, MODEL));
        List<Row> rows = gate.rows(measured);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schemaVersion", VerdictDocument.SCHEMA_VERSION);
        document.put("runId", "0f1e2d3c-0000-0000-0000-000000000000");
        document.put("decidedAt", decidedAt.toString());
        document.put("verdict", gate.verdict(rows));
        document.put("model", new VerdictDocument.Subject(MODEL, "digits"));
        document.put("policy", policy.toMap());
        document.put("variants", rows);
        document.put("decisions", gate.decisions(rows));
        EvidenceDigests digests = EvidenceDigests.of(parsed(JSON.writeValueAsString(document)));
        document.put("digests", digests);
        String json = JSON.writeValueAsString(document);
        ScalarTokens tokens = ScalarTokens.of(json);
        Map<String, List<Token>> places = new TreeMap<>();
        for (Token token : tokens.all()) {
            places.computeIfAbsent(piece(token.pointer(), digests), _ -> new ArrayList<>())
                    .add(token);
        }
        return new JudgedDocument(json, digests, tokens, places);
    }

    private static String piece(String pointer, EvidenceDigests digests) {
        return digests.leaves().stream()
                .map(EvidenceDigests.Leaf::name)
                .filter(name -> pointer.equals(name) || pointer.startsWith(name + "/"))
                .max(Comparator.comparingInt(String::length))
                .orElse(DIGESTS);
    }

    Iterable<String> pieces() {
        return places.keySet();
    }

    /** The document with one byte of the piece changed, so that it says something else. */
    String changed(String piece, Random random) throws IOException {
        List<Token> here = places.get(piece);
        while (true) {
            Optional<String> changed = tokens.changed(here.get(random.nextInt(here.size())), random);
            // Some digits of a number are beyond what it can hold.
            if (changed.isPresent() && !parsed(changed.get()).equals(parsed(json))) {
                return changed.get();
            }
        }
    }

    /** What the digests in a document say of it. */
    List<String> differences(String changed) throws IOException {
        Map<String, Object> document = parsed(changed);
        return JSON.convertValue(document.get("digests"), EvidenceDigests.class).differences(document);
    }

    private static Map<String, Object> parsed(String json) throws JsonProcessingException {
        return JSON.readValue(json, new TypeReference<>() {});
    }
}
