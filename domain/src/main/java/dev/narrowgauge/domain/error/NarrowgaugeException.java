package dev.narrowgauge.domain.error;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The one exception of this system: a stable {@link ErrorCode} and a sentence for a person, which names the input, says
 * what is wrong with it and what would be right.
 */
public final class NarrowgaugeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient List<Fault> faults;
    private final int untold;

    /** Null where it is not known. */
    private final Duration retryAfter;

    public NarrowgaugeException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public NarrowgaugeException(ErrorCode code, String message, Throwable cause) {
        super(requireNonNull(message, "message is null"), cause);
        this.code = requireNonNull(code, "code is null");
        this.faults = List.of(new Fault(code, message, Optional.empty()));
        this.untold = 0;
        this.retryAfter = null;
    }

    /**
     * Several faults at once: the first gives the code, and the message has a line of each.
     *
     * @param faults one at least
     * @param untold how many more there are
     */
    public NarrowgaugeException(List<Fault> faults, int untold) {
        super(faults.stream().map(Fault::sentence).collect(joining("\n")) + rest(untold));
        this.code = faults.getFirst().code();
        this.faults = List.copyOf(faults);
        this.untold = untold;
        this.retryAfter = null;
    }

    /** The same failure with its faults told otherwise; this one is its cause. */
    public NarrowgaugeException withFaults(UnaryOperator<Fault> telling) {
        NarrowgaugeException told =
                new NarrowgaugeException(faults.stream().map(telling).toList(), untold);
        told.initCause(this);
        return told;
    }

    private NarrowgaugeException(NarrowgaugeException failure, Duration retryAfter) {
        super(failure.getMessage(), failure.getCause());
        this.code = failure.code;
        this.faults = failure.faults;
        this.untold = failure.untold;
        this.retryAfter = requireNonNull(retryAfter, "retryAfter is null");
    }

    /** The same failure of a request that may succeed after that time. */
    public NarrowgaugeException retryAfter(Duration time) {
        return new NarrowgaugeException(this, time);
    }

    private static String rest(int untold) {
        return untold == 0 ? "" : "\n%d more.".formatted(untold);
    }

    public ErrorCode code() {
        return code;
    }

    /** After which time the same request may succeed; empty where that is not known. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** What is wrong, one by one. */
    public List<Fault> faults() {
        return faults;
    }

    /** How many faults there are beyond {@link #faults()}. */
    public int untold() {
        return untold;
    }
}
