package dev.narrowgauge.queue;

/** Does the work of a task and writes its result, fenced by the attempt. */
@FunctionalInterface
public interface TaskHandler {
    /**
     * A {@code NarrowgaugeException} fails the attempt with its code; a {@code CancellationException} says that the handler
     * obeyed {@link Task#onStop}.
     */
    void run(Task task);
}
