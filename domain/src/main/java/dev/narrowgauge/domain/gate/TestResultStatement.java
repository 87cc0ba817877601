package dev.narrowgauge.domain.gate;

import dev.narrowgauge.domain.gate.VerdictDocument.Subject;
import dev.narrowgauge.domain.proof.CanonicalJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a verdict document decides, as a statement of in-toto (version 1) with the predicate test-result (version 0.1), which
 * programs that admit software know how to read. A subject is bytes that were judged: the model that they are held against,
 * datasets and policy are its configuration. PASSED is said of what passes, and of nothing else.
 */
public final class TestResultStatement {
    public static final String TYPE = "https://in-toto.io/Statement/v1";
    public static final String PREDICATE_TYPE = "https://in-toto.io/attestation/test-result/v0.1";

    /** The member of the predicate that in-toto does not know. */
    public static final String EXTENSION = "narrowgauge";

    private final VerdictDocument document;

    /** @param document with digests */
    public TestResultStatement(VerdictDocument document) {
        if (document.digests() == null) {
            throw new IllegalArgumentException("the verdict of run %s has no digests".formatted(document.runId()));
        }
        this.document = document;
    }

    /**
     * About all bytes that the run's verdict is about: those of the precisions that decide, and of these, where it is PASS, those that
     * pass. Where no variant was made it is about the model, of which none could be.
     */
    public byte[] ofRun() {
        List<ContentVerdict> judged = ContentVerdict.of(document).stream()
                .filter(ContentVerdict::gating)
                .filter(content -> document.verdict() != Verdict.PASS || content.status() == Verdict.PASS)
                .toList();
        List<Map<String, Object>> subjects = judged.isEmpty()
                ? List.of(resource(document.model().name(), document.model().id()))
                : judged.stream().map(TestResultStatement::subject).toList();
        List<Row> rows = document.variants().stream().filter(Row::gating).toList();
        return statement(subjects, document.verdict(), rows);
    }

    /** About those bytes alone. */
    public byte[] of(ContentVerdict content) {
        return statement(List.of(subject(content)), content.status(), content.rows());
    }

    private static Map<String, Object> subject(ContentVerdict content) {
        return resource(content.rows().getFirst().recipe(), content.sha256());
    }

    private static Map<String, Object> resource(String name, String sha256) {
        return Map.of("name", name, "digest", Map.of("sha256", sha256));
    }

    private static Map<String, Object> resource(String role, Subject subject) {
        return Map.of(
                "name", role, "digest", Map.of("sha256", subject.id()), "annotations", Map.of("name", subject.name()));
    }

    private byte[] statement(List<Map<String, Object>> subjects, Verdict verdict, List<Row> rows) {
        Map<String, Object> predicate = new LinkedHashMap<>();
        predicate.put("result", verdict == Verdict.PASS ? "PASSED" : "FAILED");
        String policy = document.digests().of("/policy").orElseThrow();
        predicate.put(
                "configuration",
                List.of(
                        resource("policy", policy),
                        resource("model", document.model()),
                        resource("calibrationDataset", document.calibrationDataset()),
                        resource("evaluationDataset", document.evaluationDataset())));
        List<String> passed = new ArrayList<>();
        List<String> warned = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        for (Row row : rows) {
            if (row.failure() != null) {
                failed.add(named(row, row.failure().code().name()));
            }
            for (RuleOutcome outcome : row.rules()) {
                // What does not keep its row from passing is not to decide.
                List<String> others = row.verdict() == Verdict.PASS ? warned : failed;
                (outcome.verdict() == Verdict.PASS ? passed : others).add(named(row, outcome.rule()));
            }
        }
        predicate.put("passedTests", passed);
        predicate.put("warnedTests", warned);
        predicate.put("failedTests", failed);
        predicate.put(
                EXTENSION,
                Map.of(
                        "verdict", verdict.name(),
                        "runId", document.runId(),
                        "decidedAt", document.decidedAt().toString(),
                        "policySha256", policy,
                        "evidenceRoot", document.digests().root()));
        return CanonicalJson.bytes(
                Map.of("_type", TYPE, "subject", subjects, "predicateType", PREDICATE_TYPE, "predicate", predicate));
    }

    private static String named(Row row, String test) {
        return "%s on %s: %s".formatted(row.recipe(), ContentVerdict.place(row), test);
    }
}
