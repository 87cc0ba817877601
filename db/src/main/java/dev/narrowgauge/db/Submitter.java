package dev.narrowgauge.db;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.run.Priority;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Who asks for a run, and how urgent it is.
 *
 * @param project whose run it is
 * @param entry what the audit log is to say of the run with that id; empty where it says nothing
 */
public record Submitter(String project, Priority priority, Optional<Function<UUID, AuditEntry>> entry) {
    /** There is always one. */
    public static final String DEFAULT_PROJECT = "default";

    /** Nobody whom the audit log could name. */
    static final Submitter NOBODY = new Submitter(DEFAULT_PROJECT, Priority.NORMAL, Optional.empty());

    public Submitter {
        requireNonNull(project, "project is null");
        requireNonNull(priority, "priority is null");
        requireNonNull(entry, "entry is null");
    }
}
