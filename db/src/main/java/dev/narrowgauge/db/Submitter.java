package dev.narrowgauge.db;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.run.Priority;
import dev.narrowgauge.domain.trace.TraceParent;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Who asks for a run, and how urgent it is.
 *
 * @param entry what the audit log is to say of the run with that id; empty where it says nothing
 * @param trace the request by which it is asked for; empty where that is not traced
 */
public record Submitter(Priority priority, Optional<Function<UUID, AuditEntry>> entry, Optional<TraceParent> trace) {
    /** Nobody whom the audit log could name. */
    static final Submitter NOBODY = new Submitter(Priority.NORMAL, Optional.empty());

    public Submitter {
        requireNonNull(priority, "priority is null");
        requireNonNull(entry, "entry is null");
        requireNonNull(trace, "trace is null");
    }

    /** By a request that is not traced. */
    public Submitter(Priority priority, Optional<Function<UUID, AuditEntry>> entry) {
        this(priority, entry, Optional.empty());
    }
}
