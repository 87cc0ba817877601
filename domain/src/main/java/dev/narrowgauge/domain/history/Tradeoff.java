package dev.narrowgauge.domain.history;

import java.util.List;

/**
 * What a variant costs in each way, less of each is better.
 *
 * @param latency ratio to the baseline
 * @param loss of accuracy, or the share of answers that are others; the same for all that are compared
 * @param size ratio to the baseline
 */
public record Tradeoff(double latency, double loss, double size) {
    /** The baseline itself. */
    public static final Tradeoff BASELINE = new Tradeoff(1, 0, 1);

    public Tradeoff {
        if (!Double.isFinite(latency) || !Double.isFinite(loss) || !Double.isFinite(size)) {
            throw new IllegalArgumentException("not finite: %s, %s, %s".formatted(latency, loss, size));
        }
    }

    /** Whether none of the others is as good in every way and better in one. */
    public boolean isBestOf(List<Tradeoff> others) {
        return others.stream().noneMatch(other -> other.isBetterThan(this));
    }

    private boolean isBetterThan(Tradeoff other) {
        return latency <= other.latency && loss <= other.loss && size <= other.size && !equals(other);
    }
}
