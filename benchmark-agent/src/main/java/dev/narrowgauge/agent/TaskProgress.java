package dev.narrowgauge.agent;

import dev.narrowgauge.engine.client.Finding;
import dev.narrowgauge.engine.client.ProgressListener;
import dev.narrowgauge.queue.Task;

/** Tells those who watch a run what the engine says of one of its tasks. */
record TaskProgress(Task task) implements ProgressListener {
    @Override
    public void progress(String stage, long done, long total) {
        task.progress(stage, done, total);
    }

    @Override
    public void found(String stage, long done, long total, Finding finding) {
        task.found(stage, done, total, finding.ratios().getFirst(), finding.remaining());
    }
}
