package dev.narrowgauge.domain.scenario;

import java.util.List;

/**
 * The highest rate of queries at which a latency limit is kept.
 *
 * @param perSecond the highest at which it was; 0 where it was at none
 * @param tooHighPerSecond the lowest at which it was not
 * @param confirmed whether it was kept once more with other arrivals: the best of many trials is partly luck
 * @param trials in order
 */
public record PeakRate(double perSecond, double tooHighPerSecond, boolean confirmed, List<Trial> trials) {
    public PeakRate {
        trials = List.copyOf(trials);
        if (!(perSecond >= 0 && perSecond <= tooHighPerSecond)) {
            throw new IllegalArgumentException(
                    "a rate of %s is not below %s, which is too high".formatted(perSecond, tooHighPerSecond));
        }
    }

    /**
     * One rate, tried.
     *
     * @param queries that were answered
     * @param over of these, beyond the limit
     * @param kept whether so few are over that the limit counts as kept
     */
    public record Trial(double perSecond, int queries, long over, boolean kept) {}
}
