package dev.narrowgauge.cli.verify;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.narrowgauge.cli.local.PolicyFile;
import dev.narrowgauge.cli.output.Screen;
import dev.narrowgauge.cli.output.Screen.Tone;
import dev.narrowgauge.domain.decision.Numbers;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.ExitCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.Occasion;
import dev.narrowgauge.domain.gate.Policy;
import dev.narrowgauge.domain.gate.PreviousVerdict;
import dev.narrowgauge.domain.gate.Recomputation;
import dev.narrowgauge.domain.gate.Row;
import dev.narrowgauge.domain.gate.Verdict;
import dev.narrowgauge.domain.gate.VerdictDocument;
import dev.narrowgauge.domain.proof.EvidenceDigests;
import dev.narrowgauge.domain.settings.Stored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a result once more from the evidence in it, with nothing else than this program. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description =
                "Recomputes every interval and verdict of a result from the evidence in it, and checks its digests and"
                        + " signature, offline.")
public final class VerifyCommand implements Callable<Integer> {
    /** A newer service may say more than this program knows. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    @Parameters(
            paramLabel = "RESULT.json",
            description = "The verdict of a run (GET /v1/runs/ID/verdict), or what benchmark --output wrote.")
    private Path file;

    @Option(
            names = "--policy",
            paramLabel = "POLICY.yaml",
            description = "Judge the evidence of a run by another policy, and end with its verdict.")
    private Path policyFile;

    @ArgGroup(exclusive = false)
    private Signed signed;

    /** What proves by whom the result was written. */
    private static final class Signed {
        @Option(
                names = "--attestation",
                required = true,
                paramLabel = "ENVELOPE.json",
                description = "Signed statement that the result has to be the one of (GET /v1/runs/ID/attestation).")
        private Path file;

        @Option(
                names = "--public-key",
                required = true,
                paramLabel = "KEY.pem",
                description = "Public key that it has to be signed by (GET /v1/signing-key).")
        private Path key;
    }

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        JsonNode document = read(file, "result");
        Screen screen = Screen.of(spec);
        if (document.has("plan") && document.has("variants")) {
            return benchmark(document, screen).status();
        }
        if (document.has("policy") && document.has("variants")) {
            return verdict(document, screen).status();
        }
        throw new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID,
                "%s is not a result: give the verdict of a run, or a file that benchmark --output wrote"
                        .formatted(file));
    }

    private ExitCode benchmark(JsonNode document, Screen screen) {
        if (policyFile != null) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "--policy judges the verdict of a run; %s is a benchmark, which has neither accuracy nor sizes"
                            .formatted(file));
        }
        if (signed != null) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "--attestation is of the verdict of a run; %s is a benchmark, which nobody signs".formatted(file));
        }
        return say(new BenchmarkRecomputation(MAPPER, document).differences(), document, screen);
    }

    private ExitCode verdict(JsonNode document, Screen screen) {
        int version = document.path("schemaVersion").asInt();
        if (version > VerdictDocument.SCHEMA_VERSION) {
            throw Stored.tooNew("verdict", version, VerdictDocument.SCHEMA_VERSION);
        }
        List<Row> rows = value(document.path("variants"), new TypeReference<>() {});
        Verdict stated = value(document.path("verdict"), new TypeReference<>() {});
        Occasion occasion = occasion(document);
        List<String> differences = new ArrayList<>(changes(document));
        if (document.path("previous").isObject()) {
            List<PreviousVerdict.OutcomeChange> outcomes =
                    value(document.at("/previous/outcomes"), new TypeReference<>() {});
            differences.addAll(PreviousVerdict.differences(outcomes, rows));
        }
        if (policyFile == null) {
            Map<String, Object> policy = value(document.path("policy"), new TypeReference<>() {});
            differences.addAll(
                    Recomputation.of(rows, stated, Policy.fromStored(policy).value(), occasion)
                            .differences());
        }
        if (policyFile == null || !differences.isEmpty()) {
            return say(differences, document, screen);
        }
        Recomputation made =
                Recomputation.of(rows, stated, PolicyFile.read(policyFile).policy(), occasion);
        screen.headline(
                Tone.of(made.verdict()),
                made.verdict().name(),
                "by %s; the document says %s by its own policy.".formatted(policyFile, stated));
        made.rows().stream()
                .flatMap(row -> row.rules().stream().map(rule -> Map.entry(row, rule)))
                .forEach(entry -> screen.headline(
                        Tone.of(entry.getValue().verdict()),
                        "%s, %s %s"
                                .formatted(
                                        entry.getKey().recipe(),
                                        entry.getValue().rule(),
                                        entry.getValue().toldVerdict()),
                        entry.getValue().sentence()));
        return made.verdict().exitCode();
    }

    private Occasion occasion(JsonNode document) {
        JsonNode decidedAt = document.path("decidedAt");
        try {
            return new Occasion(
                    decidedAt.isTextual() ? Instant.parse(decidedAt.asText()) : null,
                    document.path("model").path("id").asText(null));
        } catch (DateTimeParseException e) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "%s is not a valid result: its decidedAt is '%s', which is no time such as 2026-01-31T12:00:00Z"
                            .formatted(file, decidedAt.asText()),
                    e);
        }
    }

    /** What was changed since it was written, as far as its digests and its signature tell. */
    private List<String> changes(JsonNode document) {
        List<String> changes = new ArrayList<>();
        if (document.hasNonNull("digests")) {
            Map<String, Object> pieces = value(document, new TypeReference<>() {});
            EvidenceDigests digests = value(document.path("digests"), new TypeReference<>() {});
            try {
                changes.addAll(digests.differences(pieces));
            } catch (IllegalArgumentException failure) {
                throw new NarrowgaugeException(
                        ErrorCode.REQUEST_INVALID,
                        "%s is not a valid result: it %s".formatted(file, failure.getMessage()),
                        failure);
            }
        }
        if (signed != null) {
            Attestation.of(signed.file, read(signed.file, "attestation"), signed.key, MAPPER)
                    .fault(document)
                    .ifPresent(changes::add);
        }
        return changes;
    }

    private ExitCode say(List<String> differences, JsonNode document, Screen screen) {
        if (differences.isEmpty()) {
            screen.headline(
                    Tone.GOOD,
                    "VERIFIED",
                    "every interval and verdict of %s follows from the evidence in %s."
                            .formatted(Numbers.counted(document.path("variants").size(), "row"), file));
            if (signed != null) {
                screen.headline(
                        Tone.GOOD,
                        "SIGNED",
                        "it is the document of %s, by the key %s.".formatted(signed.file, signed.key));
            }
            return ExitCode.OK;
        }
        screen.headline(Tone.BAD, "DIFFERENT", "%s says what does not follow from its evidence.".formatted(file));
        differences.forEach(screen::text);
        return ExitCode.FAIL;
    }

    private <T> T value(JsonNode node, TypeReference<T> type) {
        try {
            return MAPPER.readerFor(type).readValue(node);
        } catch (IOException failure) {
            throw unreadable(file, "result", failure);
        }
    }

    private static JsonNode read(Path file, String what) {
        if (!Files.isRegularFile(file)) {
            throw new NarrowgaugeException(ErrorCode.FILE_NOT_FOUND, "the %s %s is not a file".formatted(what, file));
        }
        try {
            return MAPPER.readTree(file.toFile());
        } catch (IOException failure) {
            throw unreadable(file, what, failure);
        }
    }

    static NarrowgaugeException unreadable(Path file, String what, IOException failure) {
        String firstLine = failure.getMessage().lines().findFirst().orElse("");
        return new NarrowgaugeException(
                ErrorCode.REQUEST_INVALID, "%s is not a valid %s: %s".formatted(file, what, firstLine), failure);
    }
}
