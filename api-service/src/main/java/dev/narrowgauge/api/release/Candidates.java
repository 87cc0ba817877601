package dev.narrowgauge.api.release;

import static java.util.stream.Collectors.joining;

import dev.narrowgauge.api.run.Runs;
import dev.narrowgauge.db.ModelStore;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.ContentVerdict;
import dev.narrowgauge.domain.gate.Row;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.gate.VerdictDocument;
import dev.narrowgauge.domain.gate.VerdictDocument.VariantFile;
import dev.narrowgauge.domain.model.Model;
import dev.narrowgauge.domain.proof.EvidenceDigests;
import dev.narrowgauge.domain.release.Release;
import java.util.List;
import java.util.UUID;

/** Which variant of a run somebody wants to release. What cannot be is refused. */
record Candidates(ModelStore models, Runs runs) {
    record Candidate(String modelName, Release.Content content) {}

    Candidate of(ReleaseRequest asked) {
        if (asked.runId() == null) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID, "Field 'runId' is missing; give the id of a run that has passed.");
        }
        String run = runs.get(asked.runId()).id().toString();
        VerdictDocument document = runs.verdict(run);
        VariantFile file = file(document, asked.variantId());
        EvidenceDigests digests = document.digests();
        List<Row> rows = verdict(document, file).rows();
        // Other recipes may have made the same bytes.
        Row own = document.variants().get(file.rows().getFirst());
        return new Candidate(
                modelName(document, asked.modelName()),
                new Release.Content(
                        document.model().id(),
                        UUID.fromString(run),
                        UUID.fromString(file.variantId()),
                        file.sha256(),
                        own.recipe(),
                        own.precision(),
                        rows.stream()
                                .map(row -> row.device().deviceClass())
                                .distinct()
                                .toList(),
                        digests.of("/policy").orElseThrow(),
                        digests.root()));
    }

    private static VariantFile file(VerdictDocument document, String variantId) {
        if (document.files().isEmpty()) {
            throw conflict(
                    "The run '%s' was decided by a release of this program that knew no digests of files; submit another run."
                            .formatted(document.runId()));
        }
        if (variantId == null) {
            return only(document);
        }
        VariantFile named = document.files().stream()
                .filter(file -> file.variantId().equals(variantId))
                .findFirst()
                .orElseThrow(() -> new NarrowgaugeException(
                        ErrorCode.NOT_FOUND,
                        "The run '%s' has no variant '%s'; it has %s."
                                .formatted(document.runId(), variantId, told(document, document.files()))));
        if (!passes(document, named)) {
            throw conflict("The variant '%s' is not one that decided the run and passed: %s"
                    .formatted(variantId, verdict(document, named).sentence()));
        }
        return named;
    }

    private static VariantFile only(VerdictDocument document) {
        List<VariantFile> passing =
                document.files().stream().filter(file -> passes(document, file)).toList();
        if (passing.isEmpty()) {
            throw conflict(
                    "The verdict of the run '%s' is %s, and no variant that decides it passes; there is nothing to release."
                            .formatted(document.runId(), document.verdict()));
        }
        if (passing.size() > 1) {
            throw conflict("Several variants of the run '%s' pass; say which by 'variantId': %s."
                    .formatted(document.runId(), told(document, passing)));
        }
        return passing.getFirst();
    }

    private static boolean passes(VerdictDocument document, VariantFile file) {
        ContentVerdict verdict = verdict(document, file);
        return verdict.gating() && verdict.status() == Verdict.PASS;
    }

    private static ContentVerdict verdict(VerdictDocument document, VariantFile file) {
        return ContentVerdict.of(document).stream()
                .filter(verdict -> verdict.sha256().equals(file.sha256()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a file without rows: " + file));
    }

    private static String told(VerdictDocument document, List<VariantFile> files) {
        return files.stream()
                .map(file -> "%s (%s)"
                        .formatted(
                                file.variantId(),
                                document.variants().get(file.rows().getFirst()).recipe()))
                .collect(joining(", "));
    }

    private String modelName(VerdictDocument document, String asked) {
        if (asked == null) {
            return document.model().name();
        }
        List<String> names =
                models.find(document.model().id()).map(Model::names).orElse(List.of());
        if (!names.contains(asked)) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "Field 'modelName' is '%s', which is no name of the run's model; it has %s."
                            .formatted(asked, String.join(", ", names)));
        }
        return asked;
    }

    private static NarrowgaugeException conflict(String sentence) {
        return new NarrowgaugeException(ErrorCode.CONFLICT, sentence);
    }
}
