package dev.narrowgauge.queue;

import dev.narrowgauge.db.JobStore;
import dev.narrowgauge.db.Progress;
import dev.narrowgauge.domain.job.Job;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/** Writes the progress of one attempt, not more often than anybody could read it, and says how long a stage will last. */
final class ProgressWriter {
    private static final Logger LOG = System.getLogger(ProgressWriter.class.getName());
    private static final Duration PERIOD = Duration.ofMillis(500);

    private final JobStore jobs;
    private final Job job;
    private final LongSupplier nanoTime;
    private String stage = "";
    private long stageStart;
    private long lastWrite;

    ProgressWriter(JobStore jobs, Job job, LongSupplier nanoTime) {
        this.jobs = jobs;
        this.job = job;
        this.nanoTime = nanoTime;
    }

    /** False when the attempt turned out to be lost. */
    synchronized boolean report(String newStage, long done, long total) {
        long now = nanoTime.getAsLong();
        boolean turn = !newStage.equals(stage);
        if (turn) {
            stage = newStage;
            stageStart = now;
        }
        boolean ends = total > 0 && done >= total;
        if (!turn && !ends && now - lastWrite < PERIOD.toNanos()) {
            return true;
        }
        lastWrite = now;
        return write(new Progress(stage, done, total, remaining(now, done, total)));
    }

    private OptionalDouble remaining(long now, long done, long total) {
        if (done <= 0 || total <= 0) {
            return OptionalDouble.empty();
        }
        double elapsedSeconds = (now - stageStart) / 1e9;
        return OptionalDouble.of(elapsedSeconds * Math.max(0, total - done) / done);
    }

    private boolean write(Progress progress) {
        try {
            return jobs.progress(job.id(), job.attempt(), progress);
        } catch (RuntimeException e) {
            // Whether the attempt still holds is for the heartbeat to find out.
            LOG.log(Level.DEBUG, "progress was not written: {0}", e.getMessage());
            return true;
        }
    }
}
