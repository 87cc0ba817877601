package dev.narrowgauge.service;

import dev.narrowgauge.queue.TaskLoop;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Takes tasks while it may. In a pause it is no member of the group, so that others get every message. */
public final class PausableTasks implements TaskService {
    private static final Logger LOG = System.getLogger(PausableTasks.class.getName());

    private final Supplier<TaskLoop> start;
    private final Duration grace;
    private volatile TaskLoop loop;
    private boolean finishing;
    private boolean closed;

    /** @param grace that tasks at work have when this is closed */
    public PausableTasks(Supplier<TaskLoop> start, Duration grace) {
        this.start = start;
        this.grace = grace;
    }

    /** Begins to take tasks, unless some are still being finished: to be called again. */
    public synchronized void resume() {
        if (closed) {
            return;
        }
        if (finishing && loop.isIdle()) {
            stop();
        }
        if (loop == null) {
            loop = start.get();
        }
    }

    /** Takes no more tasks; those at work go on to their ends. Says why, once. */
    public synchronized void finish(String reason) {
        if (loop != null && !finishing) {
            LOG.log(Level.INFO, "no more tasks are taken: {0}", reason);
            loop.takeNoMore();
            finishing = true;
        }
    }

    /** Takes no more tasks; those at work are given back. Says why, once. */
    public synchronized void pause(String reason) {
        if (loop != null) {
            LOG.log(Level.WARNING, "no more tasks are taken: {0}", reason);
            stop();
        }
    }

    /** Why the tasks at work pause themselves; empty where they do not, or are not taken at all. */
    @Override
    public Optional<String> whyPaused() {
        return Optional.ofNullable(loop).flatMap(TaskLoop::whyPaused);
    }

    @Override
    public void takeNoMore() {
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
        finishing = false;
    }
}
