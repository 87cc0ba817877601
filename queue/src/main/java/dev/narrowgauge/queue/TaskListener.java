package dev.narrowgauge.queue;

import dev.narrowgauge.domain.job.Job;
import java.time.Duration;

/** Hears how the tasks of a process go; on the threads that work on them, which are not to be held up. */
public interface TaskListener extends ClaimListener {
    /** @param stage a word, such as {@code calibrate} */
    void stageEnded(Job job, String stage, Duration elapsed);

    /** @param elapsed since the job was claimed */
    void attemptEnded(Job job, AttemptEnd end, Duration elapsed);

    static TaskListener none() {
        return new TaskListener() {
            @Override
            public void taken(Job job, Duration waited) {}

            @Override
            public void leasesLost(int jobs) {}

            @Override
            public void stageEnded(Job job, String stage, Duration elapsed) {}

            @Override
            public void attemptEnded(Job job, AttemptEnd end, Duration elapsed) {}
        };
    }
}
