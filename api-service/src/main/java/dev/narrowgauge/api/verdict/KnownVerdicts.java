package dev.narrowgauge.api.verdict;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.api.run.Runs;
import dev.narrowgauge.db.KnownVerdict;
import dev.narrowgauge.db.TenantStores;
import dev.narrowgauge.db.VerdictStore;
import dev.narrowgauge.domain.digest.Sha256;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import jakarta.inject.Singleton;
import java.util.Locale;

/** What was decided in the project of the caller, as it was written then: nothing is computed to answer. */
@Singleton
public final class KnownVerdicts {
    private static final String ALGORITHM = "sha256:";

    private final VerdictStore store;
    private final Runs runs;

    KnownVerdicts(TenantStores stores, Runs runs) {
        this.store = stores.verdicts();
        this.runs = requireNonNull(runs, "runs is null");
    }

    /**
     * The latest verdict about the bytes.
     *
     * @param digest SHA-256 in hexadecimal digits, with or without {@code sha256:} before them
     */
    KnownVerdict about(String digest) {
        String sha256 = sha256(digest);
        return store.latest(sha256)
                .orElseThrow(() -> new NarrowgaugeException(
                        ErrorCode.NOT_FOUND,
                        "No verdict about bytes with the SHA-256 %s is known in this project: give that of a variant's file, of a run that has been decided."
                                .formatted(sha256)));
    }

    /** The signed statement of that verdict, DSSE in JSON. */
    String attestation(String digest) {
        KnownVerdict verdict = about(digest);
        return store.attestation(verdict.sha256())
                .orElseThrow(() -> unsigned("The verdict of run %s about these bytes".formatted(verdict.runId())));
    }

    /** The signed statement about a run, also of one that was deleted, DSSE in JSON. */
    String attestationOfRun(String id) {
        return Runs.uuid(id).flatMap(store::attestation).orElseThrow(() -> {
            // Says what is wrong where there is no verdict, either.
            var _ = runs.verdict(id);
            return unsigned("The verdict of run '%s'".formatted(id));
        });
    }

    private static NarrowgaugeException unsigned(String what) {
        return new NarrowgaugeException(
                ErrorCode.NOT_FOUND,
                "%s was not signed: the service had no signing key when it was decided. Set narrowgauge.signing.key, and submit another run."
                        .formatted(what));
    }

    private static String sha256(String digest) {
        String lower = digest.toLowerCase(Locale.ROOT);
        String sha256 = lower.startsWith(ALGORITHM) ? lower.substring(ALGORITHM.length()) : lower;
        if (!Sha256.isOne(sha256)) {
            throw new NarrowgaugeException(
                    ErrorCode.REQUEST_INVALID,
                    "The digest '%s' is no SHA-256; give 64 hexadecimal digits, with or without 'sha256:' before them."
                            .formatted(digest));
        }
        return sha256;
    }
}
