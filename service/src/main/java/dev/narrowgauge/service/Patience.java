package dev.narrowgauge.service;

import dev.narrowgauge.domain.error.ErrorCode;
import dev.narrowgauge.domain.error.NarrowgaugeException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Waits at the start of a process for what others bring about, and no longer than its limit. For one thread. */
public final class Patience {
    private static final Logger LOG = System.getLogger(Patience.class.getName());
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** A migration that somebody keeps from a table is an absence as well. */
    private static final Set<ErrorCode> ABSENT =
            EnumSet.of(ErrorCode.SERVICE_UNREACHABLE, ErrorCode.SCHEMA_TOO_OLD, ErrorCode.MACHINE_BUSY);

    private final Duration limit;
    private final long begun = System.nanoTime();
    private String told = "";

    public Patience(Duration limit) {
        this.limit = limit;
    }

    /** What the attempt gives, once those are there whom it needs. Throws what it throws where waiting does not help. */
    public <T> T until(Supplier<T> attempt) {
        while (true) {
            try {
                return attempt.get();
            } catch (RuntimeException e) {
                waitOrFail(absence(e).orElseThrow(() -> e));
            }
        }
    }

    /** Who does not answer, or is not prepared yet, by the words of such a failure; empty where waiting does not help. */
    static Optional<NarrowgaugeException> absence(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(NarrowgaugeException.class::isInstance)
                .map(NarrowgaugeException.class::cast)
                .filter(known -> ABSENT.contains(known.code()))
                .findFirst();
    }

    /** Waits a moment before the next try, and logs why where that is new. Throws the obstacle once the limit is over. */
    public void waitOrFail(NarrowgaugeException obstacle) {
        if (System.nanoTime() - begun >= limit.toNanos()) {
            throw obstacle;
        }
        if (!told.equals(obstacle.getMessage())) {
            told = obstacle.getMessage();
            LOG.log(Level.WARNING, "waiting, at most {0}: {1}", limit, told);
        }
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw obstacle;
        }
    }
}
