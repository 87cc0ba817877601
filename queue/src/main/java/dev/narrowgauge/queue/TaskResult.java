package dev.narrowgauge.queue;

import static java.util.Objects.requireNonNull;

import java.util.function.BooleanSupplier;

/**
 * What the work on a task has come to, and how it is written down.
 *
 * @param commit writes it in one transaction, fenced by the attempt; false where the attempt held no more. It is called again
 *     where the database could not be reached, also when it may have written it
 */
public record TaskResult(Task task, BooleanSupplier commit) {
    public TaskResult {
        requireNonNull(task, "task is null");
        requireNonNull(commit, "commit is null");
    }
}
