package dev.narrowgauge.domain.latency;

import dev.narrowgauge.domain.stats.Interval;
import dev.narrowgauge.domain.stats.NestedLogRatio;
import dev.narrowgauge.domain.stats.SequentialMean;
import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * A first look at how long a variant takes compared with its baseline: both are open in one process, which runs blocks of
 * them in turn. Pairs of blocks that follow each other are not independent, so that groups of them are the unit; the
 * interval holds at every look. It is widened by what two sessions keep for their life, which no number of pairs shows:
 * {@link #PLACEMENT_DEVIATION}. What other processes would find is for {@link LatencyComparison}.
 *
 * @param groups of pairs of blocks, for each pair ln(time of the variant / of the baseline); none empty
 */
public record SessionComparison(List<double[]> groups) {
    public static final int FEWEST_GROUPS = SequentialMean.FIRST_LOOK;

    /**
     * Standard deviation of the log-ratio between pairs of sessions of the same two files in one process. Of 20 pairs of
     * sessions of each of four models, on two cores beside other work, it was 0, 0.0007, 0.0008 and 0.0027.
     */
    private static final double PLACEMENT_DEVIATION = 0.003;

    /** Half the width of the interval of the log-ratio at which no further pair is needed. */
    private static final double NARROW = 0.02;

    /** So is none where the ratio is that many half widths away from 1. */
    private static final double FAR = 3;

    /** An interval around 1 that is wider says nothing. */
    private static final double TELLING = 0.05;

    public SessionComparison {
        groups = List.copyOf(groups);
    }

    /** Time of the variant / of the baseline; empty below {@link #FEWEST_GROUPS}. */
    public Optional<Interval> ratio(double confidence) {
        if (groups.size() < FEWEST_GROUPS) {
            return Optional.empty();
        }
        double placement =
                PLACEMENT_DEVIATION * NormalDistribution.of(0, 1).inverseCumulativeProbability(0.5 + confidence / 2);
        return new NestedLogRatio(groups).interval(confidence).map(interval -> {
            double half = Math.hypot(interval.logHalfWidth(), placement);
            return Interval.ofRatio(Math.log(interval.estimate()), half, confidence);
        });
    }

    /** On precision, or far beyond any doubt: not at the first difference that looks significant. */
    public boolean isEnough(double confidence) {
        return ratio(confidence)
                .filter(ratio -> ratio.logHalfWidth() <= NARROW
                        || Math.abs(Math.log(ratio.estimate())) >= FAR * ratio.logHalfWidth())
                .isPresent();
    }

    /** Whether the interval is narrow, or all of it lies on one side of 1. */
    public static boolean isTelling(Interval ratio) {
        return ratio.logHalfWidth() <= TELLING || ratio.high() < 1 || ratio.low() > 1;
    }
}
