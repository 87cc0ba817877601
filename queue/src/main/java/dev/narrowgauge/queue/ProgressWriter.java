package dev.narrowgauge.queue;

import dev.narrowgauge.db.Progress;
import dev.narrowgauge.domain.run.TimeLeft;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Tells the progress of one attempt, not more often than anybody could read it, and says how long a stage will last. What
 * a stage has found is always written: that is rare, once for each fork of a measurement.
 */
final class ProgressWriter {
    private static final Duration PERIOD = Duration.ofMillis(500);

    private final Predicate<Progress> attempt;
    private final LongSupplier nanoTime;
    private String stage = "";
    private long stageStart;
    private long lastWrite;

    /** @param attempt takes its progress, and says whether it still held as far as is known */
    ProgressWriter(Predicate<Progress> attempt, LongSupplier nanoTime) {
        this.attempt = attempt;
        this.nanoTime = nanoTime;
    }

    /** False when the attempt has turned out to be lost. */
    synchronized boolean report(String newStage, long done, long total) {
        long now = nanoTime.getAsLong();
        boolean turn = turn(newStage, now);
        boolean ends = total > 0 && done >= total;
        if (!turn && !ends && now - lastWrite < PERIOD.toNanos()) {
            return true;
        }
        return write(
                new Progress(stage, done, total, TimeLeft.of((now - stageStart) / 1e9, done, total), Optional.empty()),
                now);
    }

    /** As above. */
    synchronized boolean found(String newStage, long done, long total, String found, Optional<Duration> remaining) {
        long now = nanoTime.getAsLong();
        turn(newStage, now);
        OptionalDouble seconds = remaining
                .map(known -> OptionalDouble.of(known.toMillis() / 1e3))
                .orElseGet(OptionalDouble::empty);
        return write(new Progress(stage, done, total, seconds, Optional.of(found)), now);
    }

    private boolean turn(String newStage, long now) {
        if (newStage.equals(stage)) {
            return false;
        }
        stage = newStage;
        stageStart = now;
        return true;
    }

    private boolean write(Progress progress, long now) {
        lastWrite = now;
        return attempt.test(progress);
    }
}
