package dev.narrowgauge.service;

import dev.narrowgauge.blob.FetchWatch;
import dev.narrowgauge.queue.Task;

/** Content that is fetched for a task: the task says how much has come, and where it is to end the fetch ends. */
public final class TaskFetch {
    private static final String STAGE = "fetch";

    private TaskFetch() {}

    public static FetchWatch of(Task task) {
        return (bytes, totalBytes) -> {
            task.progress(STAGE, bytes, totalBytes);
            return !task.isStopped();
        };
    }
}
