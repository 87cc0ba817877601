package dev.narrowgauge.domain.scenario;

import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** When queries arrive that come independently of each other: the times between them are exponential. */
public final class PoissonArrivals implements LongSupplier {
    private static final double NANOS_PER_SECOND = 1e9;

    private final RandomGenerator random;
    private final double meanNanos;
    private double nanos;

    /**
     * @param perSecond queries a second in the long run, positive
     * @param seed the same gives the same arrivals
     */
    public PoissonArrivals(double perSecond, long seed) {
        if (!(perSecond > 0 && Double.isFinite(perSecond))) {
            throw new IllegalArgumentException("perSecond is not positive: " + perSecond);
        }
        this.random = new SplittableRandom(seed);
        this.meanNanos = NANOS_PER_SECOND / perSecond;
    }

    /** Of the next query, nanoseconds since the first moment; never earlier than the one before. */
    @Override
    public long getAsLong() {
        nanos += random.nextExponential() * meanNanos;
        return Math.round(nanos);
    }
}
