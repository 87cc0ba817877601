package dev.narrowgauge.db;

import dev.narrowgauge.db.RunStore.Submission;
import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import dev.narrowgauge.domain.run.Run;
import dev.narrowgauge.domain.run.RunRequest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Runs as they are submitted, each once for its idempotency key. */
final class RunSubmissions {
    /** Of SQL: a foreign key was violated. */
    private static final String FOREIGN_KEY = "23503";

    /** Of SQL: a key is another row's. */
    private static final String UNIQUE_KEY = "23505";

    private final Scopes scopes;
    private final RunFiler filer;

    RunSubmissions(Jdbi jdbi) {
        this.scopes = Scopes.of(jdbi);
        this.filer = new RunFiler(jdbi);
    }

    /** {@link RunStore#submit(RunRequest, Optional, Submitter)}. */
    Submission submit(RunRequest request, Optional<IdempotencyKey> key, Submitter by) {
        NewRun run = NewRun.of(scopes.current().project(), request, key, by);
        Optional<Instant> filed;
        try {
            filed = file(run);
        } catch (NarrowgaugeException refusal) {
            if (refusal.retryAfter().isEmpty()) {
                throw refusal;
            }
            return key.flatMap(this::earlier)
                    .map(known -> new Submission(known, true))
                    .orElseThrow(() -> refusal);
        }
        return filed.map(at -> new Submission(run.filed(at), false))
                .orElseGet(() -> earlier(key.orElseThrow())
                        .map(known -> new Submission(known, true))
                        // The key has become old enough to be free in between.
                        .orElseGet(() -> submit(request, key, by)));
    }

    private Optional<Instant> file(NewRun run) {
        try {
            return filer.file(run);
        } catch (UnableToExecuteStatementException e) {
            String state = e.getCause() instanceof SQLException refusal ? refusal.getSQLState() : "";
            if (UNIQUE_KEY.equals(state)) {
                // Its idempotency key came with another run at this moment, whose row is there by now.
                return filer.file(run);
            }
            if (FOREIGN_KEY.equals(state)) {
                requireKnown("model", run.request().modelId());
                requireKnown("dataset", run.request().calibrationDatasetId());
                requireKnown("dataset", run.request().evaluationDatasetId());
            }
            throw e;
        }
    }

    private void requireKnown(String table, String id) {
        boolean known = scopes.withHandle(handle -> handle.createQuery(
                        "SELECT EXISTS (SELECT FROM <table> WHERE project_id = current_project() AND sha256 = :id)")
                .define("table", table)
                .bind("id", id)
                .mapTo(Boolean.class)
                .one());
        if (!known) {
            throw new NarrowgaugeException(
                    ErrorCode.NOT_FOUND, "there is no %s with id '%s'; upload it first".formatted(table, id));
        }
    }

    /** The run that has the key. */
    private static Optional<UUID> holder(Handle handle, IdempotencyKey key) {
        record Holder(UUID runId, String requestHash) {}
        Optional<Holder> holder = handle.createQuery("""
                        SELECT run_id, request_hash FROM idempotency
                        WHERE project_id = current_project() AND request_key = :key
                            AND created_at >= clock_timestamp() - interval '7 days'
                        """)
                .bind("key", key.key())
                .map((row, _) -> new Holder(Columns.uuid(row, "run_id"), row.getString("request_hash")))
                .findOne();
        if (holder.isPresent() && !holder.get().requestHash().equals(key.requestHash())) {
            throw new NarrowgaugeException(
                    ErrorCode.IDEMPOTENCY_KEY_REUSED,
                    "the idempotency key '%s' was used for another request; use a new key for a new request"
                            .formatted(key.key()));
        }
        return holder.map(Holder::runId);
    }

    /** {@link RunStore#earlier}. */
    Optional<Run> earlier(IdempotencyKey key) {
        return scopes.withHandle(handle -> holder(handle, key).flatMap(runId -> RunRows.find(handle, runId)));
    }
}
