package dev.narrowgauge.queue;

import dev.narrowgauge.domain.job.Job;
import java.time.Duration;
import java.util.UUID;

/** One attempt of a job that this process holds the lease of. */
public final class Task {
    private final Job job;
    private final ProgressWriter progress;
    private Runnable stopAction = () -> {};
    private boolean stopped;

    Task(Job job, ProgressWriter progress) {
        this.job = job;
        this.progress = progress;
    }

    public Job job() {
        return job;
    }

    public UUID jobId() {
        return job.id();
    }

    public int attempt() {
        return job.attempt();
    }

    /** Says how far the work is; may be called as often as one likes. */
    public void progress(String stage, long done, long total) {
        if (!progress.report(stage, done, total)) {
            stop();
        }
    }

    /**
     * As {@link #progress}, of a stage that has found something, which is written at once.
     *
     * @param found a phrase
     * @param remaining of the stage
     */
    public void found(String stage, long done, long total, String found, Duration remaining) {
        if (!progress.found(stage, done, total, found, remaining)) {
            stop();
        }
    }

    /** What to do, once, when the lease is lost, the job is cancelled or the process stops: end the work soon. */
    public synchronized void onStop(Runnable action) {
        stopAction = action;
        if (stopped) {
            action.run();
        }
    }

    synchronized void stop() {
        if (!stopped) {
            stopped = true;
            stopAction.run();
        }
    }

    synchronized boolean isStopped() {
        return stopped;
    }
}
