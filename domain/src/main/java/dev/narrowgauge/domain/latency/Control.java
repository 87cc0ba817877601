package dev.narrowgauge.domain.latency;

import static java.util.Objects.requireNonNull;

import dev.narrowgauge.domain.stats.Interval;
import java.time.Instant;
import java.util.Optional;

/**
 * What a measurement said of the machine that it ran on: the baseline timed against itself in another process, a ratio that
 * is known to be 1.
 *
 * @param at when the measurement ended
 * @param session the measurement's seed: comparisons that shared a baseline share its control, too, which counts once
 * @param ratio time of the control / of the baseline, with an interval of 99 %
 */
public record Control(Instant at, long session, Interval ratio) {
    private static final double CONFIDENCE = 0.99;

    public Control {
        requireNonNull(at, "at is null");
        requireNonNull(ratio, "ratio is null");
    }

    /** Empty where there were too few forks to be more than a preview. */
    public static Optional<Control> of(LatencyEvidence evidence, Instant at) {
        return evidence.controlRatio().forks().size() < LatencyComparison.FEWEST_FORKS
                ? Optional.empty()
                : ratio(evidence).map(ratio -> new Control(at, evidence.seed(), ratio));
    }

    /** Of any number of forks that have a spread; it is looked at once, when all is measured. */
    static Optional<Interval> ratio(LatencyEvidence evidence) {
        return evidence.controlRatio().intervalOfOneLook(CONFIDENCE);
    }

    static boolean isAlarm(Interval ratio) {
        return ratio.low() > 1 || ratio.high() < 1;
    }

    /** Whether the interval excludes 1, which it does in 1 of 100 controls of a sound machine. */
    public boolean alarms() {
        return isAlarm(ratio);
    }
}
