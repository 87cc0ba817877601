package dev.narrowgauge.api.access;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.db.AuditEntry;
import dev.narrowgauge.db.AuditStore;
import dev.narrowgauge.domain.error.ErrorCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Has the audit log say what is done here. That a call begins is written before anything else happens, and a call for which
 * that fails is not answered; how it ended, and what was refused, is written soon after, and may be lost with the process
 * (ADR 34). Of refusals only so many are written of each address.
 */
public final class AuditTrail {
    /** Entries that wait to be written. More come only where the database takes none. */
    private static final int MOST = 10_000;

    private static final int MOST_AT_ONCE = 1000;

    private final AuditStore store;
    private final Buckets<String> refusals;
    private final Deque<AuditEntry> waiting = new ArrayDeque<>();
    private final Object writing = new Object();
    private long leftOut;

    /** @param refusals of which so many are written of each network that they come from */
    public AuditTrail(AuditStore store, Buckets<String> refusals) {
        this.store = requireNonNull(store, "store is null");
        this.refusals = requireNonNull(refusals, "refusals is null");
    }

    /** Before anything is done of it. */
    void begin(Call call) {
        if (call.operation().isRecordedFirst()) {
            store.add(List.of(call.entry(AuditEntry.BEGUN, 0)));
        }
    }

    /** @param outcome as {@link AuditEntry} has it */
    void end(Call call, String outcome) {
        if (!call.operation().leavesTrace()) {
            return;
        }
        boolean done = outcome.equals(AuditEntry.DONE);
        if (done && call.operation().isRecordedWithin()) {
            return;
        }
        if (done || call.operation().isRecordedFirst()) {
            await(call, outcome);
        } else {
            awaitIfFew(call, outcome);
        }
    }

    void refuse(Call call, ErrorCode why) {
        awaitIfFew(call, why.name());
    }

    /** Of what nothing was done: whoever sends much of it must not fill the log. */
    private void awaitIfFew(Call call, String outcome) {
        if (refusals.take(ClientAddress.network(call.address())).isEmpty()) {
            await(call, outcome);
            return;
        }
        synchronized (this) {
            leftOut++;
        }
    }

    private synchronized void await(Call call, String outcome) {
        if (waiting.size() >= MOST) {
            leftOut++;
            return;
        }
        waiting.add(call.entry(outcome, leftOut));
        leftOut = 0;
    }

    /** Writes and chains what waits. */
    public void write() {
        synchronized (writing) {
            for (List<AuditEntry> next = next(); !next.isEmpty(); next = next()) {
                store.add(next);
                written(next.size());
            }
        }
        store.chain();
    }

    private synchronized List<AuditEntry> next() {
        return waiting.stream().limit(MOST_AT_ONCE).toList();
    }

    private synchronized void written(int count) {
        for (int i = 0; i < count; i++) {
            waiting.removeFirst();
        }
    }
}
