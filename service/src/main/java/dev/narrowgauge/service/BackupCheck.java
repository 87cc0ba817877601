package dev.narrowgauge.service;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.blob.BlobStore;
import dev.narrowgauge.db.ContentStore;
import dev.narrowgauge.db.ContentStore.Reference;
import dev.narrowgauge.db.DeletedRunStore;
import dev.narrowgauge.db.RunStore;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.gate.Recomputation;
import dev.narrowgauge.domain.gate.Row;
import dev.narrowgauge.domain.gate.VerdictDocument;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Holds an installation, such as one that was restored, against its database: all content that rows refer to is stored and has its
 * SHA-256, and every verdict follows from its evidence. Reads all of that content. For one thread.
 */
public final class BackupCheck {
    private static final int PART = 500;

    private final ContentStore content;
    private final RunStore runs;
    private final DeletedRunStore deletedRuns;
    private final BlobStore blobs;
    private final Consumer<String> faults;
    private long contents;
    private long bytes;
    private long verdicts;
    private long withoutEvidence;
    private long faultsFound;

    /** @param faults is told what is wrong, a sentence each */
    public BackupCheck(
            ContentStore content,
            RunStore runs,
            DeletedRunStore deletedRuns,
            BlobStore blobs,
            Consumer<String> faults) {
        this.content = requireNonNull(content, "content is null");
        this.runs = requireNonNull(runs, "runs is null");
        this.deletedRuns = requireNonNull(deletedRuns, "deletedRuns is null");
        this.blobs = requireNonNull(blobs, "blobs is null");
        this.faults = requireNonNull(faults, "faults is null");
    }

    /**
     * @param contents that rows refer to, each counted once
     * @param bytes of these by the database
     * @param verdicts that there are, of deleted runs, too
     * @param withoutEvidence of these: decided by releases that kept none, or by a newer one than this
     * @param faults that were found
     */
    public record Result(long contents, long bytes, long verdicts, long withoutEvidence, long faults) {
        private static final long MIB = 1L << 20;

        /** Sentences for who asked: what was looked at, what could not be, and what came of it. */
        public List<String> sentences() {
            List<String> sentences = new ArrayList<>();
            sentences.add("Looked at %s of %d MiB and %s."
                    .formatted(count(contents, "content"), bytes / MIB, count(verdicts, "verdict")));
            if (withoutEvidence > 0) {
                sentences.add("Not made again, for want of evidence that this release can read: %s."
                        .formatted(count(withoutEvidence, "verdict")));
            }
            sentences.add(
                    faults > 0
                            ? "This installation is not whole: %s. Copy what is missing or damaged from the backup once more before its programs start."
                                    .formatted(count(faults, "fault"))
                            : "All content is there and has its SHA-256, and every verdict that was made again is the same.");
            return sentences;
        }

        private static String count(long number, String what) {
            return number == 1 ? "1 " + what : "%d %ss".formatted(number, what);
        }
    }

    /** @throws NarrowgaugeException where the store or the database does not answer */
    public Result run() {
        List<Reference> references = content.references("", PART);
        while (!references.isEmpty()) {
            references.forEach(this::check);
            references = content.references(references.getLast().sha256(), PART);
        }
        check(after -> runs.decided(after, PART), runs::verdict);
        check(after -> deletedRuns.decided(after, PART), deletedRuns::verdict);
        return new Result(contents, bytes, verdicts, withoutEvidence, faultsFound);
    }

    private void check(Reference reference) {
        contents++;
        bytes += reference.sizeBytes();
        OptionalLong stored = blobs.sizeBytes(reference.sha256());
        if (stored.isEmpty()) {
            fault("The content %s of a %s is not stored.".formatted(reference.sha256(), reference.kind()));
            return;
        }
        if (stored.getAsLong() != reference.sizeBytes()) {
            fault("The content %s of a %s has %d bytes, and had %d when it was stored."
                    .formatted(reference.sha256(), reference.kind(), stored.getAsLong(), reference.sizeBytes()));
            return;
        }
        try {
            blobs.fetch(reference.sha256()).close();
        } catch (NarrowgaugeException e) {
            if (e.code() != ErrorCode.STORAGE_UNAVAILABLE) {
                throw e;
            }
            fault("The content %s of a %s cannot be used: %s."
                    .formatted(reference.sha256(), reference.kind(), e.getMessage()));
        }
    }

    /** @param decided ids of runs after that one */
    private void check(
            Function<Optional<UUID>, List<UUID>> decided, Function<UUID, Optional<VerdictDocument>> verdictOf) {
        List<UUID> part = decided.apply(Optional.empty());
        while (!part.isEmpty()) {
            part.forEach(run -> check(run, verdictOf));
            part = decided.apply(Optional.of(part.getLast()));
        }
    }

    private void check(UUID run, Function<UUID, Optional<VerdictDocument>> verdictOf) {
        verdicts++;
        try {
            VerdictDocument verdict = verdictOf.apply(run).orElseThrow();
            if (verdict.policy() == null || !verdict.variants().stream().allMatch(BackupCheck::hasEvidence)) {
                withoutEvidence++;
                return;
            }
            Recomputation.of(verdict)
                    .differences()
                    .forEach(difference -> fault("The verdict of run %s: %s".formatted(run, difference)));
        } catch (NarrowgaugeException e) {
            if (e.code() == ErrorCode.DOCUMENT_TOO_NEW) {
                withoutEvidence++;
                return;
            }
            fault("The verdict of run %s: %s".formatted(run, e.getMessage()));
        } catch (UncheckedIOException | IllegalArgumentException e) {
            fault("The verdict of run %s cannot be read: %s.".formatted(run, e.getMessage()));
        }
    }

    private static boolean hasEvidence(Row row) {
        return row.baseline()
                || row.failure() != null
                || row.accuracy() != null
                        && row.accuracy().evidence() != null
                        && row.latency() != null
                        && row.latency().evidence() != null;
    }

    private void fault(String sentence) {
        faultsFound++;
        faults.accept(sentence);
    }
}
