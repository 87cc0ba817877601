package dev.narrowgauge.queue;

import dev.narrowgauge.domain.job.Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One attempt of a job that this process holds the lease of. */
public final class Task {
    private final Claim claim;
    private final LatestProgress latest;
    private final ProgressWriter progress;
    private final TaskTrace trace;
    private final Attempts attempts;
    private final TaskListener listener;
    private final StageTimes stages;
    private final List<Task> siblings = new ArrayList<>();
    private Runnable stopAction = () -> {};
    private boolean stopped;
    private boolean ended;

    Task(Claim claim, LatestProgress latest, TaskTrace trace, Attempts attempts, TaskListener listener) {
        this.claim = claim;
        this.latest = latest;
        this.progress = new ProgressWriter(latest::offer, System::nanoTime);
        this.trace = trace;
        this.attempts = attempts;
        this.listener = listener;
        this.stages =
                new StageTimes((stage, elapsed) -> listener.stageEnded(claim.job(), stage, elapsed), System::nanoTime);
    }

    public Job job() {
        return claim.job();
    }

    public UUID jobId() {
        return claim.job().id();
    }

    public int attempt() {
        return claim.job().attempt();
    }

    TaskTrace trace() {
        return trace;
    }

    long claimedAt() {
        return claim.begunAt();
    }

    /**
     * Claims another job of the same kind, run and device class that waits, to be worked on together with this one; empty
     * where there is none, or where this job is better worked on alone. It takes no slot. It is given back when the handler
     * of this task returns, if it has not ended by then.
     */
    public Optional<Task> claimSibling() {
        Optional<Task> sibling = attempts.claimSibling(this);
        sibling.ifPresent(siblings::add);
        return sibling;
    }

    List<Task> siblings() {
        return List.copyOf(siblings);
    }

    /**
     * Does work that concerns this task alone. What it throws ends this attempt as what a handler throws does, and no
     * other.
     *
     * @return whether it went well
     */
    public boolean attempt(Runnable work) {
        return attempts.run(this, work);
    }

    /** Says how far the work is; may be called as often as one likes, and never waits. */
    public void progress(String stage, long done, long total) {
        stages.at(stage);
        trace.stage(stage);
        if (!progress.report(stage, done, total)) {
            stop();
        }
    }

    /**
     * As {@link #progress}, of a stage that has found something.
     *
     * @param found a phrase
     * @param remaining of the stage; empty while nothing foretells it
     */
    public void found(String stage, long done, long total, String found, Optional<Duration> remaining) {
        stages.at(stage);
        trace.stage(stage);
        trace.found(found);
        if (!progress.found(stage, done, total, found, remaining)) {
            stop();
        }
    }

    /** So that no progress is told after the end. */
    void finishProgress() {
        stages.end();
        latest.finish();
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

    /** Says how the attempt ended; what is said first counts. */
    synchronized void ended(AttemptEnd end) {
        if (!ended) {
            ended = true;
            stages.end();
            listener.attemptEnded(job(), end, Duration.ofNanos(System.nanoTime() - claimedAt()));
        }
    }

    /** Whether the work is to end: as {@link #onStop} says. */
    public synchronized boolean isStopped() {
        return stopped;
    }
}
