package dev.narrowgauge.db;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Jdbi;

/**
 * Files runs. Those that come while others are being filed wait for these and are filed together, by one statement: what a
 * statement, a commit and a flush to the disk cost is shared, and but for large runs no two transactions hold the rows of a
 * model at a time.
 * Each is acknowledged after its commit, and refused alone.
 */
final class RunFiler {
    private static final int MOST = 64;

    /** As long as a connection is waited for: where the database does not answer, those who come do not pile up. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Classes of SQL states: the statement, the data, a constraint, a conflict, a limit. None of them is of an outage. */
    private static final Set<String> REFUSALS = Set.of("21", "22", "23", "40", "54");

    private final Scopes scopes;
    private final OutboxSignal outbox;
    private final ReentrantLock turn = new ReentrantLock(true);

    /** Those that can still be joined; without any, nobody waits. */
    private Batch gathering = new Batch();

    RunFiler(Jdbi jdbi) {
        this.scopes = Scopes.ofServices(requireNonNull(jdbi, "jdbi is null"));
        this.outbox = new OutboxSignal(jdbi);
    }

    private record Filing(NewRun run, CompletableFuture<Optional<Instant>> end) {
        void endAs(RunRows.Filed filed) {
            QuotaLimit reached = filed.refused().get(run.id());
            if (reached != null) {
                end.completeExceptionally(reached.refusal());
            } else {
                end.complete(Optional.ofNullable(filed.at().get(run.id())));
            }
        }
    }

    private static final class Batch {
        private final List<Filing> filings = new ArrayList<>();
    }

    /**
     * When it was filed; empty, and nothing was added, where its key is another run's.
     *
     * @throws NarrowgaugeException QUEUE_FULL, QUOTA_REACHED where its project has no room for it
     */
    Optional<Instant> file(NewRun run) {
        Filing own = new Filing(run, new CompletableFuture<>());
        if (run.isLarge()) {
            fileTogether(List.of(own));
        } else {
            joined(own).ifPresent(this::lead);
        }
        try {
            return own.end().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    /** The batch, where this is the first of it and has to file it. */
    private synchronized Optional<Batch> joined(Filing own) {
        if (gathering.filings.size() == MOST) {
            gathering = new Batch();
        }
        gathering.filings.add(own);
        return gathering.filings.size() == 1 ? Optional.of(gathering) : Optional.empty();
    }

    private void lead(Batch batch) {
        if (!hasTurn()) {
            NarrowgaugeException late = new NarrowgaugeException(
                    ErrorCode.MACHINE_BUSY,
                    "The run was not filed, as the database takes none at the moment; send the request again, with its Idempotency-Key.");
            closed(batch).forEach(filing -> filing.end().completeExceptionally(late));
            return;
        }
        try {
            fileTogether(closed(batch));
        } finally {
            turn.unlock();
        }
    }

    private boolean hasTurn() {
        try {
            return turn.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized List<Filing> closed(Batch batch) {
        if (gathering == batch) {
            gathering = new Batch();
        }
        return List.copyOf(batch.filings);
    }

    private void fileTogether(List<Filing> filings) {
        try {
            List<NewRun> runs = filings.stream().map(Filing::run).toList();
            RunRows.Filed filed = scopes.withHandle(handle -> RunRows.file(handle, runs));
            filings.forEach(filing -> filing.endAs(filed));
            if (!filed.at().isEmpty()) {
                outbox.committed();
            }
        } catch (RuntimeException | Error e) {
            if (filings.size() > 1 && isRefusal(e)) {
                filings.forEach(filing -> fileTogether(List.of(filing)));
            } else {
                filings.forEach(filing -> filing.end().completeExceptionally(e));
            }
        }
    }

    /** Whether the database refuses what one of them says, and may well take the others. */
    private static boolean isRefusal(Throwable failure) {
        return failure.getCause() instanceof SQLException refusal
                && refusal.getSQLState() != null
                && REFUSALS.stream().anyMatch(refusal.getSQLState()::startsWith);
    }
}
