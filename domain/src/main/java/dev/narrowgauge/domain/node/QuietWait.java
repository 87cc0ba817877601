package dev.narrowgauge.domain.node;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Supplier;

/** Lets a measurement wait until other programs leave the processors alone, for a stated time at most. */
public final class QuietWait {
    /** A machine is busy where other programs take more of its processors' time. */
    public static final double BUSY_SHARE = 0.1;

    /** What a measurement waits at most where nothing else is said. */
    public static final Duration MOST = Duration.ofSeconds(10);

    private static final Duration LOOK = Duration.ofMillis(250);

    /** Hears that a measurement waits, and for what. */
    @FunctionalInterface
    public interface Listener {
        /** @param othersShare of the processors' time that other programs took just now */
        void busy(double othersShare, Duration waited);
    }

    /** Lets time pass. */
    @FunctionalInterface
    interface Sleep {
        void rest(Duration time) throws InterruptedException;
    }

    private final Supplier<Optional<ProcessorTimes>> times;
    private final Sleep sleep;

    QuietWait(Supplier<Optional<ProcessorTimes>> times, Sleep sleep) {
        this.times = requireNonNull(times, "times is null");
        this.sleep = requireNonNull(sleep, "sleep is null");
    }

    /** On the cores that this process may use: who works on others may do so. */
    public static QuietWait onThisMachine() {
        SortedSet<Integer> processors = PhysicalCores.wholeCores();
        return new QuietWait(() -> ProcessorTimes.now(processors), Thread::sleep);
    }

    /** What a measurement waits for, as a phrase. */
    public static String reason(double othersShare) {
        return String.format(
                Locale.ROOT, "a quiet machine: other programs take %.0f %% of the processors", 100 * othersShare);
    }

    /**
     * Looks for a moment at least; where the system does not tell who works, that is all.
     *
     * @return how long it waited because others were working; nothing on a quiet machine
     */
    public Duration await(Duration most, Listener listener) {
        Duration waited = Duration.ZERO;
        while (true) {
            Optional<Double> share = look();
            if (share.isEmpty() || share.get() <= BUSY_SHARE || waited.compareTo(most) >= 0) {
                return waited;
            }
            listener.busy(share.get(), waited);
            waited = waited.plus(LOOK);
        }
    }

    private Optional<Double> look() {
        Optional<ProcessorTimes> before = times.get();
        if (before.isEmpty()) {
            return Optional.empty();
        }
        try {
            sleep.rest(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        return times.get().flatMap(now -> now.othersShareSince(before.get()));
    }
}
