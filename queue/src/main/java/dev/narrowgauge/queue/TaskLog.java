package dev.narrowgauge.queue;

import dev.narrowgauge.domain.job.Job;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.MDC;

/** What the log says of the task that a thread is at, until closed; then again what it said before. */
final class TaskLog implements AutoCloseable {
    private final Map<String, Object> before = new LinkedHashMap<>();

    private TaskLog() {}

    static TaskLog enter(Task task) {
        TaskLog entered = new TaskLog();
        Job job = task.job();
        entered.put("run", job.runId().toString());
        entered.put("job", job.id().toString());
        entered.put("attempt", Integer.toString(job.attempt()));
        task.trace().id().ifPresent(trace -> entered.put("trace", trace));
        return entered;
    }

    private void put(String key, String value) {
        before.put(key, MDC.put(key, value));
    }

    @Override
    public void close() {
        before.forEach((key, value) -> {
            if (value == null) {
                MDC.remove(key);
            } else {
                MDC.put(key, value);
            }
        });
    }
}
