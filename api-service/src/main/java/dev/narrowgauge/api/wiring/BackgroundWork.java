package dev.narrowgauge.api.wiring;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** What runs without being asked: started in order, stopped in reverse, each once. */
final class BackgroundWork {
    private static final Logger LOG = Logger.getLogger(BackgroundWork.class);

    private final List<Supplier<? extends AutoCloseable>> starts;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    BackgroundWork(List<Supplier<? extends AutoCloseable>> starts) {
        this.starts = List.copyOf(starts);
    }

    synchronized void start() {
        starts.forEach(start -> running.push(start.get()));
    }

    synchronized void stop() {
        while (!running.isEmpty()) {
            AutoCloseable work = running.pop();
            try {
                work.close();
            } catch (Exception e) {
                LOG.warnf(e, "%s did not stop cleanly", work.getClass().getSimpleName());
            }
        }
    }
}
