package dev.narrowgauge.engine.runtime.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Waits until the threads of ONNX Runtime's pool sleep. After a run they spin for a while, in case that another follows; they
 * would take the processor from the model that runs next. That they do not spin at all, or stop with the run, can be set, but
 * then each timed run would begin with waking them, which it does not for a user.
 */
final class SleepingThreads {
    private static final Path TASKS = Path.of("/proc/self/task");

    /** Longer than any spinning; on a machine this busy blocks are void anyway. */
    private static final int MOST_LOOKS = 200;

    private static final char RUNNING = 'R';

    private final Set<Long> threads;

    /** @param threads by the system's ids; the calling one does not count */
    SleepingThreads(Set<Long> threads) {
        this.threads = Set.copyOf(threads);
    }

    /** Returns at once where there is no pool. */
    void await() throws InterruptedException {
        for (int looks = 0; threads.size() > 1 && looks < MOST_LOOKS; looks++) {
            if (running() <= 1) {
                return;
            }
            // They spin for longer than that.
            Thread.sleep(1);
        }
    }

    /** This thread runs while it looks. */
    private long running() {
        return threads.stream().filter(SleepingThreads::isRunning).count();
    }

    private static boolean isRunning(long thread) {
        try {
            String stat = Files.readString(TASKS.resolve(thread + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == RUNNING;
        } catch (IOException e) {
            return false;
        }
    }
}
