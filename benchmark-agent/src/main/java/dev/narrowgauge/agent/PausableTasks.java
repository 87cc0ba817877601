package dev.narrowgauge.agent;

import dev.narrowgauge.queue.TaskLoop;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Takes tasks while it may. In a pause it is no member of the group, so that others get every message. */
final class PausableTasks implements AutoCloseable {
    private static final Logger LOG = System.getLogger(PausableTasks.class.getName());

    private final Supplier<TaskLoop> start;
    private final Duration grace;
    private volatile TaskLoop loop;
    private boolean closed;

    /** @param grace that a task at work has when this is closed */
    PausableTasks(Supplier<TaskLoop> start, Duration grace) {
        this.start = start;
        this.grace = grace;
    }

    /** Begins to take tasks. */
    synchronized void resume() {
        if (!closed && loop == null) {
            loop = start.get();
        }
    }

    /** Takes no more tasks; one at work is given back. Says why, once. */
    synchronized void pause(String reason) {
        if (loop != null) {
            LOG.log(Level.WARNING, "no more tasks are taken: {0}", reason);
            stop();
        }
    }

    /** Why the tasks at work pause themselves; empty where they do not, or are not taken at all. */
    Optional<String> whyPaused() {
        return Optional.ofNullable(loop).flatMap(TaskLoop::whyPaused);
    }

    /** Before it is closed: takes no more tasks, one at work goes on. */
    void takeNoMore() {
        resumeNoMore().ifPresent(TaskLoop::takeNoMore);
    }

    @Override
    public void close() {
        // Without the lock: a pause that begins meanwhile ends the wait.
        resumeNoMore().ifPresent(last -> last.drain(grace));
        stopLast();
    }

    private synchronized Optional<TaskLoop> resumeNoMore() {
        closed = true;
        return Optional.ofNullable(loop);
    }

    private synchronized void stopLast() {
        if (loop != null) {
            stop();
        }
    }

    private void stop() {
        loop.close();
        loop = null;
    }
}
