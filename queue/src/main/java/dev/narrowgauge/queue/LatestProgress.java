package dev.narrowgauge.queue;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.narrowgauge.db.Progress;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Writes the progress of one attempt on a thread of its own: a measurement has so much time, of which a connection that does
 * not answer must take none. What comes while another is being written takes the place of what waits of the same stage.
 */
final class LatestProgress {
    private static final Logger LOG = System.getLogger(LatestProgress.class.getName());

    /** Somebody wants the result more than its last progress. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Predicate<Progress> attempt;
    private final Map<Kind, Progress> pending = new LinkedHashMap<>();
    private boolean writing;
    private boolean lost;

    /** What a stage has found is not replaced by how far it is. */
    private record Kind(String stage, boolean found) {}

    /** @param attempt writes its progress, and says whether it still held */
    LatestProgress(Predicate<Progress> attempt) {
        this.attempt = attempt;
    }

    /** Never waits. False where the attempt is known to be lost. */
    synchronized boolean offer(Progress progress) {
        pending.put(new Kind(progress.stage(), progress.found().isPresent()), progress);
        if (!writing) {
            writing = true;
            Thread.ofVirtual().name("progress").start(this::writeAll);
        }
        return !lost;
    }

    private void writeAll() {
        Optional<Progress> next = next();
        while (next.isPresent()) {
            if (!held(next.get())) {
                lose();
            }
            next = next();
        }
    }

    private boolean held(Progress progress) {
        try {
            return attempt.test(progress);
        } catch (RuntimeException e) {
            // Whether the attempt still holds is for the heartbeat to find out.
            LOG.log(Level.DEBUG, "progress was not written: {0}", e.getMessage());
            return true;
        }
    }

    private synchronized void lose() {
        lost = true;
    }

    private synchronized Optional<Progress> next() {
        Iterator<Progress> first = pending.values().iterator();
        if (!first.hasNext()) {
            writing = false;
            notifyAll();
            return Optional.empty();
        }
        Progress next = first.next();
        first.remove();
        return Optional.of(next);
    }

    /** Returns once all that was offered is written, or a few seconds later. */
    synchronized void finish() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            long left = PATIENCE.toMillis();
            while (writing && left > 0) {
                wait(left);
                left = NANOSECONDS.toMillis(end - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
