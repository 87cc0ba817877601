package dev.narrowgauge.domain.gate;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.gate.VerdictDocument.VariantFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a verdict document says of the bytes of a variant, on whatever they were measured.
 *
 * @param sha256 of the bytes
 * @param status the strongest verdict of the rows that are about them
 * @param gating whether such a row decides the run's verdict
 * @param sentence why, for a person
 * @param rows that are about them
 */
public record ContentVerdict(String sha256, Verdict status, boolean gating, String sentence, List<Row> rows) {
    public ContentVerdict {
        requireNonNull(sha256, "sha256 is null");
        requireNonNull(status, "status is null");
        requireNonNull(sentence, "sentence is null");
        rows = List.copyOf(rows);
    }

    /** One for each content that the document has a verdict about. Several variants may be the same bytes. */
    public static List<ContentVerdict> of(VerdictDocument document) {
        Map<String, TreeSet<Integer>> rows = new LinkedHashMap<>();
        for (VariantFile file : document.files()) {
            rows.computeIfAbsent(file.sha256(), _ -> new TreeSet<>()).addAll(file.rows());
        }
        List<ContentVerdict> verdicts = new ArrayList<>();
        rows.forEach((sha256, places) -> {
            if (!places.isEmpty()) {
                verdicts.add(
                        of(sha256, places.stream().map(document.variants()::get).toList()));
            }
        });
        return verdicts;
    }

    private static ContentVerdict of(String sha256, List<Row> rows) {
        Verdict status = Verdict.strongest(rows.stream().map(Row::verdict).toList());
        return new ContentVerdict(sha256, status, rows.stream().anyMatch(Row::gating), sentence(status, rows), rows);
    }

    private static String sentence(Verdict status, List<Row> rows) {
        if (status == Verdict.PASS) {
            return "It passes every rule of the policy that decides, on %s."
                    .formatted(String.join(
                            ", ",
                            rows.stream().map(ContentVerdict::place).distinct().toList()));
        }
        Row row = rows.stream()
                .filter(candidate -> candidate.verdict() == status)
                .findFirst()
                .orElseThrow();
        String why = row.failure() != null
                ? row.failure().message()
                : row.rules().stream()
                        .filter(rule -> rule.verdict() == status)
                        .map(RuleOutcome::sentence)
                        .findFirst()
                        .orElse("Its measurement says so.");
        return "On %s: %s".formatted(place(row), why);
    }

    /** On what the row was measured. */
    static String place(Row row) {
        return row.device() == null ? "no device" : row.device().deviceClass();
    }
}
