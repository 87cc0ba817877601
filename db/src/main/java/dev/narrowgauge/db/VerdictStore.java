package dev.narrowgauge.db;

import dev.narrowgauge.domain.gate.Verdict;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** What was decided about runs and about bytes, with its attestations. Written by {@link RunStore#decide}, and never changed. */
public final class VerdictStore {
    private final Scopes scopes;

    public VerdictStore(Jdbi jdbi) {
        this.scopes = Scopes.of(jdbi);
    }

    /** The latest verdict about the bytes with that SHA-256. */
    public Optional<KnownVerdict> latest(String sha256) {
        return latest(sha256, Set.of());
    }

    /** @param policies by SHA-256, one of which it is to be by; any where there is none */
    public Optional<KnownVerdict> latest(String sha256, Set<String> policies) {
        return scopes.withHandle(handle -> handle.createQuery("""
                        SELECT content.sha256, content.run_id, content.status, content.gating, content.sentence,
                            content.decided_at, of_run.policy_sha256, of_run.evidence_root,
                            content.attestation IS NOT NULL AS signed
                        FROM content_verdict AS content JOIN run_verdict AS of_run USING (run_id)
                        WHERE content.project_id = current_project() AND content.sha256 = :sha256
                            AND (cardinality(:policies) = 0 OR of_run.policy_sha256 = ANY (:policies))
                        ORDER BY content.decided_at DESC, content.run_id DESC
                        LIMIT 1
                        """)
                .bind("sha256", sha256)
                .bind("policies", policies.toArray(String[]::new))
                .map(VerdictStore::map)
                .findOne());
    }

    /** The signed statement of the latest verdict about those bytes, as it was signed; empty where it is not. */
    public Optional<String> attestation(String sha256) {
        return scopes.withHandle(handle -> handle.createQuery("""
                        SELECT attestation FROM content_verdict
                        WHERE project_id = current_project() AND sha256 = :sha256
                        ORDER BY decided_at DESC, run_id DESC
                        LIMIT 1
                        """)
                .bind("sha256", sha256)
                .map((row, _) -> Optional.ofNullable(row.getString("attestation")))
                .findOne()
                .flatMap(found -> found));
    }

    /** The signed statement about the run, also of one that was deleted; empty where there is none. */
    public Optional<String> attestation(UUID run) {
        return scopes.withHandle(handle -> handle.createQuery("SELECT attestation FROM run_verdict WHERE run_id = :run")
                .bind("run", run)
                .map((row, _) -> Optional.ofNullable(row.getString("attestation")))
                .findOne()
                .flatMap(found -> found));
    }

    static void insert(Handle handle, UUID run, Instant decidedAt, VerdictProof proof) {
        handle.createUpdate("""
                        INSERT INTO run_verdict
                            (run_id, project_id, decided_at, policy_sha256, evidence_root, attestation)
                        SELECT id, project_id, CAST(:decidedAt AS timestamptz), :policy, :root, CAST(:attestation AS json)
                        FROM run WHERE id = :run
                        """)
                .bind("run", run)
                .bind("decidedAt", decidedAt)
                .bind("policy", proof.digests().of("/policy").orElseThrow())
                .bind("root", proof.digests().root())
                .bind("attestation", proof.attestation().map(Json::write))
                .execute();
        for (VerdictProof.OfContent content : proof.contents()) {
            handle.createUpdate("""
                            INSERT INTO content_verdict
                                (run_id, project_id, decided_at, sha256, status, gating, sentence, attestation)
                            SELECT run_id, project_id, decided_at, :sha256, :status, :gating, :sentence,
                                CAST(:attestation AS json)
                            FROM run_verdict WHERE run_id = :run
                            """)
                    .bind("run", run)
                    .bind("sha256", content.verdict().sha256())
                    .bind("status", content.verdict().status().name())
                    .bind("gating", content.verdict().gating())
                    .bind("sentence", content.verdict().sentence())
                    .bind("attestation", content.attestation().map(Json::write))
                    .execute();
        }
    }

    private static KnownVerdict map(ResultSet row, StatementContext context) throws SQLException {
        return new KnownVerdict(
                row.getString("sha256"),
                Columns.uuid(row, "run_id"),
                Verdict.valueOf(row.getString("status")),
                row.getBoolean("gating"),
                row.getString("sentence"),
                Columns.instant(row, "decided_at"),
                row.getString("policy_sha256"),
                row.getString("evidence_root"),
                row.getBoolean("signed"));
    }
}
