package dev.narrowgauge.db;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/** Whose rows a transaction reads and writes. */
public sealed interface Scope {
    /** Of what is added without naming one. */
    UUID project();

    /** Those of one project. */
    record Tenant(UUID project) implements Scope {
        public Tenant {
            requireNonNull(project, "project is null");
        }
    }

    /** Those of all, as far as the user of the program may: what is done for no caller, such as to take a job. */
    record Services() implements Scope {
        @Override
        public UUID project() {
            return Project.FIRST;
        }
    }
}
