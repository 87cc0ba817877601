package dev.narrowgauge.queue;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/** How long each stage of an attempt takes: from the first word of it to the first of the next, or to the end. */
final class StageTimes {
    private final BiConsumer<String, Duration> ended;
    private final LongSupplier nanoTime;
    private Optional<String> stage = Optional.empty();
    private long begun;

    StageTimes(BiConsumer<String, Duration> ended, LongSupplier nanoTime) {
        this.ended = ended;
        this.nanoTime = nanoTime;
    }

    /** The attempt is in this stage. */
    synchronized void at(String current) {
        if (stage.equals(Optional.of(current))) {
            return;
        }
        end();
        stage = Optional.of(current);
        begun = nanoTime.getAsLong();
    }

    /** No stage goes on. */
    synchronized void end() {
        stage.ifPresent(last -> ended.accept(last, Duration.ofNanos(nanoTime.getAsLong() - begun)));
        stage = Optional.empty();
    }
}
