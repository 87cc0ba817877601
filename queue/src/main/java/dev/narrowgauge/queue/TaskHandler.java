package dev.narrowgauge.queue;

import java.util.List;

/** Does the work of a task. Its results are written by the loop, for as long as that takes and the lease holds. */
@FunctionalInterface
public interface TaskHandler {
    /**
     * A {@code NarrowgaugeException} fails the attempt with its code; a {@code CancellationException} says that the handler
     * obeyed {@link Task#onStop}.
     *
     * @return of the task and of those siblings whose work went well
     */
    List<TaskResult> run(Task task);

    /**
     * Fails with a code of kind INFRASTRUCTURE where this machine lacks what every task needs. Asked before a loop that was
     * paused because of such failures goes on.
     */
    default void requireMachine() {}
}
