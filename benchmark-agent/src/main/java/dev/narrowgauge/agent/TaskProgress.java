package dev.narrowgauge.agent;

import dev.narrowgauge.engine.client.Finding;
import dev.narrowgauge.engine.client.ProgressListener;
import dev.narrowgauge.queue.Task;
import java.util.List;

/**
 * Tells those who watch a run what the engine says of some of its tasks.
 *
 * @param tasks one for each variant, in order
 */
record TaskProgress(List<Task> tasks) implements ProgressListener {
    @Override
    public void progress(String stage, long done, long total) {
        tasks.forEach(task -> task.progress(stage, done, total));
    }

    @Override
    public void found(String stage, long done, long total, Finding finding) {
        for (int i = 0; i < tasks.size(); i++) {
            tasks.get(i).found(stage, done, total, finding.ratios().get(i), finding.remaining());
        }
    }
}
